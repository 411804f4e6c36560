resource "toy_key" "a" {
  server = uppercase("a") # S2I318: toy_key.a: there is no function 'uppercase'
}

resource "toy_key" "b" {
  server = join("-", compact()) # S2I318: 'compact' takes 1 argument, not 0
}

resource "toy_key" "c" {
  server = upper("a", "b") # S2I318: 'upper' takes 1 argument, not 2
}

resource "toy_key" "d" {
  server = cidrsubnet("10.0.0.0/8", "four", 1) # S2I318: argument 2 of 'cidrsubnet' is a number, not 'four'
}

resource "toy_key" "e" {
  server = lower([]) # S2I318: argument 1 of 'lower' is a string, not a list
}

resource "toy_key" "f" {
  server = format("%s-%s", ["a", "b"]...)
}

resource "toy_key" "g" {
  server = provider::toy::anything(1, 2, upper("a"))
}
