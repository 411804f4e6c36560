locals {
  name = "${var.name}-${var.environment}"
  tags = merge({
    "Project"     = var.name
    "Environment" = var.environment
    "ManagedBy"   = "terraform"
    "owner"       = var.tag_owner
    "dataclass"   = var.tag_dataclass
  }, var.extra_tags)
}
