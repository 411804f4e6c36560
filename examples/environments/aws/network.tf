# Network: address space, subnets, routes and private connections.

# FR-001
resource "aws_vpc" "main" {
  cidr_block           = var.network_cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = "${local.name}-network" }
}

# The group that machines get when nobody names one: without rules, so that nothing works by accident.
# FR-001
resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id

  tags = { Name = "${local.name}-unused" }
}

# FR-001
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id

  tags = { Name = "${local.name}-network" }
}

# Free of charge: objects travel inside the cloud's network.
# FR-001
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.${var.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = concat(values(aws_route_table.data)[*].id, values(aws_route_table.private)[*].id)

  tags = { Name = "${local.name}-s3" }
}

# FR-001
resource "aws_subnet" "public" {
  for_each = local.zones

  vpc_id                  = aws_vpc.main.id
  availability_zone       = each.key
  cidr_block              = cidrsubnet(var.network_cidr, 4, each.value)
  map_public_ip_on_launch = false

  tags = { Name = "${local.name}-public-${each.key}" }
}

# FR-001
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id

  tags = { Name = "${local.name}-public" }
}

# FR-001
resource "aws_route" "public_to_internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

# FR-001
resource "aws_route_table_association" "public" {
  for_each = aws_subnet.public

  subnet_id      = each.value.id
  route_table_id = aws_route_table.public.id
}

# Assumed: data stores stand in subnets of their own, which only the application reaches
resource "aws_subnet" "data" {
  for_each = local.zones

  vpc_id                  = aws_vpc.main.id
  availability_zone       = each.key
  cidr_block              = cidrsubnet(var.network_cidr, 4, each.value + 8)
  map_public_ip_on_launch = false

  tags = { Name = "${local.name}-data-${each.key}" }
}

# No routes out of the network: stores of data open no connections.
resource "aws_route_table" "data" {
  for_each = aws_subnet.data

  vpc_id = aws_vpc.main.id

  tags = { Name = "${local.name}-data-${each.key}" }
}

resource "aws_route_table_association" "data" {
  for_each = aws_subnet.data

  subnet_id      = each.value.id
  route_table_id = aws_route_table.data[each.key].id
}

# FR-001
resource "aws_subnet" "private" {
  for_each = local.zones

  vpc_id                  = aws_vpc.main.id
  availability_zone       = each.key
  cidr_block              = cidrsubnet(var.network_cidr, 4, each.value + 4)
  map_public_ip_on_launch = false

  tags = { Name = "${local.name}-private-${each.key}" }
}

# One table a zone, so that each zone can have a way out of its own.
# FR-001
resource "aws_route_table" "private" {
  for_each = aws_subnet.private

  vpc_id = aws_vpc.main.id

  tags = { Name = "${local.name}-private-${each.key}" }
}

# FR-001
resource "aws_route_table_association" "private" {
  for_each = aws_subnet.private

  subnet_id      = each.value.id
  route_table_id = aws_route_table.private[each.key].id
}

# Assumed: what runs in private subnets has to reach the cloud's interfaces, image registries and other servic…
resource "aws_eip" "nat" {
  for_each = var.nat_per_zone ? local.zones : { (var.availability_zones[0]) = 0 }

  domain = "vpc"

  tags = { Name = "${local.name}-nat-${each.key}" }
}

resource "aws_nat_gateway" "main" {
  for_each = aws_eip.nat

  allocation_id = each.value.id
  subnet_id     = aws_subnet.public[each.key].id

  tags = { Name = "${local.name}-${each.key}" }

  # Without the gateway to the internet the NAT gateway has no way out.
  depends_on = [aws_route.public_to_internet]
}

resource "aws_route" "private_to_internet" {
  for_each = aws_route_table.private

  route_table_id         = each.value.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main[var.nat_per_zone ? each.key : var.availability_zones[0]].id
}
