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
}
