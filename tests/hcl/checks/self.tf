resource "toy_key" "a" { # S2I317: toy_key.a -> toy_key.a
  server = toy_key.a.id
}
