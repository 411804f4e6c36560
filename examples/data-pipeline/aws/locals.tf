locals {
  name = "${var.name}-${var.environment}"
  tags = merge({
    "Project"     = var.name
    "Environment" = var.environment
    "ManagedBy"   = "terraform"
    "Owner"       = var.tag_owner
    "DataClass"   = var.tag_dataclass
  }, var.extra_tags)
}
