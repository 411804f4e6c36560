variable "range" {
  type = string
}

variable "labels" {
  type = map(string)
}

locals {
  zones = ["eu-central-1a", "eu-central-1b"]
}

resource "aws_vpc" "this" {
  cidr_block = var.range
  tags       = var.labels
}

resource "aws_subnet" "private" {
  count             = length(local.zones)
  vpc_id            = aws_vpc.this.id
  availability_zone = local.zones[count.index]
  cidr_block        = cidrsubnet(var.range, 8, count.index)
  tags              = var.labels
}

resource "aws_subnet" "public" {
  for_each                = toset(local.zones)
  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.key
  cidr_block              = cidrsubnet(var.range, 8, 16 + index(local.zones, each.key))
  map_public_ip_on_launch = true
  tags                    = var.labels
}

output "id" {
  value = aws_vpc.this.id
}

output "private_ids" {
  value = aws_subnet.private[*].id
}

output "public_ids" {
  value = [for subnet in aws_subnet.public : subnet.id]
}
