locals {
  name = "${var.name}-${var.environment}"
  tags = merge({
    "Project"     = var.name
    "Environment" = var.environment
    "ManagedBy"   = "terraform"
  }, var.extra_tags)
}
