locals {
  name = "${var.name}-${var.environment}"
  # Position of each zone: subnets take their address range by it, so the order must stay.
  zones = { for index, zone in var.availability_zones : zone => index }
  tags = merge({
    "project"     = var.name
    "environment" = var.environment
    "ManagedBy"   = "terraform"
    "costcenter"  = var.tag_costcenter
  }, var.extra_tags)
}
