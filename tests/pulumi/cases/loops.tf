# Instances by count, by keys and by other resources; what takes one of them, all of them, or the only one.
provider "aws" {
  region = var.region
}

variable "region" {
  type        = string
  description = "Region in which everything stands."
  default     = "eu-west-1"
}

variable "zones" {
  type        = list(string)
  description = "Zones to spread over."
  default     = ["eu-west-1a", "eu-west-1b"]
}

variable "watched" {
  type        = bool
  description = "Whether there is a group of logs."
  default     = true
}

locals {
  # The order must stay.
  positions = { for index, zone in var.zones : zone => index }
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "data" {
  for_each = local.positions

  vpc_id            = aws_vpc.main.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 4, each.value)
}

resource "aws_route_table" "data" {
  for_each = aws_subnet.data

  vpc_id = aws_vpc.main.id
}

resource "aws_route_table_association" "data" {
  for_each = aws_subnet.data

  subnet_id      = each.value.id
  route_table_id = aws_route_table.data[each.key].id
}

resource "aws_db_subnet_group" "main" {
  name       = "main"
  subnet_ids = values(aws_subnet.data)[*].id
}

resource "aws_cloudwatch_log_group" "main" {
  count = var.watched ? 1 : 0

  name = "/main"
}

resource "aws_eip" "out" {
  count = length(var.zones)

  domain = "vpc"
  tags   = { Number = tostring(count.index + 1) }
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = toset(["Worker", "Registry"])

  role       = "node"
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}

output "log_group" {
  description = "Group of the logs, where there is one."
  value       = one(aws_cloudwatch_log_group.main[*].name)
}

output "addresses" {
  description = "Addresses that connections come from."
  value       = join(", ", aws_eip.out[*].public_ip)
}
