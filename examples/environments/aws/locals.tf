locals {
  name = "${var.name}-${var.environment}"
  # Position of each zone: subnets take their address range by it, so the order must stay.
  zones = { for index, zone in var.availability_zones : zone => index }
  tags = merge({
    "Project"     = var.name
    "Environment" = var.environment
    "ManagedBy"   = "terraform"
    "Owner"       = var.tag_owner
  }, var.extra_tags)

  # NFR-AVAIL-001: the share of requests that may fail, in percent.
  error_budget_percent = 0.1

  # How many times as fast as the objective allows the budget may be used up, over how many seconds.
  burn_rates = {
    fast-long  = { factor = 14.4, seconds = 3600 }
    fast-short = { factor = 14.4, seconds = 300 }
    slow-long  = { factor = 6, seconds = 21600 }
    slow-short = { factor = 6, seconds = 1800 }
  }
}
