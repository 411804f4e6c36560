locals { # S2I317: local.a -> local.b -> local.a
  a = local.b
  b = local.a
}

resource "toy_key" "x" { # S2I309: toy_key.x stands there twice
  server = local.a
}

resource "toy_key" "x" {
  server = local.a
}
