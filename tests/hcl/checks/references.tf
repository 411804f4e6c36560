resource "toy_server" "a" {
  provider = toy.third # S2I313: names the provider toy.third
  name     = toy_server.z.name # S2I307: toy_server.a refers to toy_server.z, which is not in the build
  size     = var.size          # S2I307: refers to var.size
  tags     = { a = local.z, b = each.key, c = count.index, d = self.id } # S2I307: local.z # S2I312: 'each.key' without 'for_each' # S2I312: 'count.index' without 'count' # S2I312: 'self'

  disk {
    size = data.toy_image.x.id # S2I307: data.toy_image.x
  }
}

resource "toy_server" "many" {
  for_each = toset(["a"])
  name     = "many"

  disk {
    size = 1
  }
}

resource "toy_key" "b" {
  server = toy_server.a.nmae # S2I308: toy_server.a has no 'nmae'
}

resource "toy_key" "c" {
  server = "${toy_server.a.disk.size}${toy_server.a.rule[0].port}" # S2I308: disk is a list of blocks: one # S2I308: rule is a set
}

resource "toy_key" "d" {
  server = "${toy_server.a.addresses.x}${toy_server.a.zones[0]}${toy_server.a.name.x}" # S2I308: is a list of string and has no 'x' # S2I308: zones is a set # S2I308: name is a string and has no 'x'
}

resource "toy_key" "e" {
  server = "${toy_server.many.id}${toy_server.a[0].id}" # S2I311: many has several instances # S2I311: toy_server.a has no instances
}

resource "toy_key" "f" {
  server = "${toy_server.a.network.adress}${toy_server.a.disk[0].snapshot.when}" # S2I308: toy_server.a.network has no 'adress' # S2I308: toy_server.a.disk.snapshot has no 'when'
}

output "value" { # S2I303: output.value lacks the argument 'value' # S2I316: output.value has no 'description'
}

variable "untyped" { # S2I316: var.untyped has no 'type' # S2I316: var.untyped has no 'description' # S2I310: nothing refers to var.untyped
}

data "toy_image" "unused" { # S2I310: nothing refers to data.toy_image.unused
  family = "a"
}

locals {
  unused = 1 # S2I310: nothing refers to local.unused
}
