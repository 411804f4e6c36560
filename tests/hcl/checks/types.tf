resource "toy_server" "a" {
  name   = ["a"]              # S2I306: toy_server.a.name is a string, not a list
  size   = "ten"              # S2I306: toy_server.a.size is a number, not 'ten'
  on     = 1                  # S2I306: toy_server.a.on is a bool, not 1
  tags   = ["a"]              # S2I306: toy_server.a.tags is a map of string, not a list
  zones  = "a"                # S2I306: toy_server.a.zones is a set of string, not a string
  parts  = [{ kind = "a" }]   # S2I306: toy_server.a.parts has an element that lacks 'size'
  limits = [{ lo = 1 }]       # S2I306: toy_server.a.limits has an element that lacks 'low'

  disk {
    size = jsonencode({}) == "" # S2I306: toy_server.a.disk.size is a number, not a bool
  }
}

resource "toy_server" "b" {
  name   = { a = 1 }                             # S2I306: toy_server.b.name is a string, not an object
  size   = true ? [] : 1                         # S2I306: toy_server.b.size is a number, not a list
  on     = toy_server.a.size                     # S2I306: toy_server.b.on is a bool, not a number
  tags   = { a = [] }                            # S2I306: toy_server.b.tags has 'a', which is a string, not a list
  zones  = toy_server.a.tags                     # S2I306: toy_server.b.zones is a set of string, not a map of string
  parts  = [{ kind = "a", size = 1, more = 1 }]  # S2I306: toy_server.b.parts has an element that has no 'more'
  limits = [{ low = "x" }]                       # S2I306: toy_server.b.limits has an element that has 'low', which is a number

  disk {
    size = var.name # no finding: a string may hold a number
  }
}

variable "name" {
  type        = string
  description = "Name."
  default     = [] # S2I306: var.name.default is a string, not a list
}

variable "shape" { # S2I310: nothing refers to var.shape
  type        = object({ a = number, b = optional(string) })
  description = "Shape."
  default     = { b = "x" } # S2I306: var.shape.default lacks 'a'
}
