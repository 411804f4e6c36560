# Holds a plan or a state against the checks in checks.rego, for conftest or OPA:
#
#   terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json
#   conftest test plan.json
#   opa eval --fail-defined --format pretty --data policy --input plan.json 'data.main.deny[_]'
#
# What only the apply can tell is not denied.
package main

import data.spec2iac.checks
import rego.v1

deny contains told(check, text) if {
	some [check, text] in failures
}

told(check, text) := sprintf("%s: %s (%s)", [check.statements, check.title, text])

# ---- what fails

failures contains [check, text] if {
	some check in checks
	not check.others
	absent(check.address)
	text := sprintf("%s is not in the plan", [check.address])
}

failures contains [check, text] if {
	some [check, address] in judged
	counting(check)
	filling := [value | some value in found(address, check.path); value.state != "unknown"; filled(value)]
	number := number_of(check.operation, filling)
	number < check.expected
	not undecided(address, check.path)
	not undecided_elements(check, address)
	text := sprintf("%s has %d of them; demanded: at least %v", [place(address, check.path), number, check.expected])
}

failures contains [check, text] if {
	some [check, address] in judged
	united(check, address)
	keys := [key | some value in known(address, check.path); some key in keys_of(value.value)]
	not contains_all(keys, check.expected)
	not undecided(address, check.path)
	shown := [display(value) | some value in known(address, check.path)]
	text := sprintf("%s is %v; demanded: %v", [place(address, check.path), shown, check.expected])
}

failures contains [check, text] if {
	some [check, address] in judged
	one_by_one(check, address)
	not forbidding(check)
	not startswith(address, "local.")
	count(found(address, check.path)) == 0
	text := sprintf("%s: there is no such value", [place(address, check.path)])
}

failures contains [check, text] if {
	some [check, address] in judged
	one_by_one(check, address)
	some value in known(address, check.path)
	readable(check.operation, value.value)
	not good(check.operation, value.value, check.expected)
	text := sprintf("%s is %v; demanded: %s %v", [value.place, display(value), check.operation, check.expected])
}

# The cloud would choose the value: nothing that somebody decided.
failures contains [check, text] if {
	some [check, address] in judged
	check.operation == "set"
	unwritten(address, check.path)
	some value in found(address, check.path)
	value.state != "known"
	text := sprintf("%s: the code does not set it", [value.place])
}

judged contains [check, address] if {
	some check in checks
	not check.others
	exists(check.address)
	address := check.address
}

# Resources of the same type that this build did not write.
judged contains [check, address] if {
	some check in checks
	is_string(check.others)
	some address, instances in by_address
	instances[0].type == check.others
	not address in own
	not left_out(check, address)
	every instance in instances { meant(check, instance.values) }
}

left_out(check, address) if {
	steps := split(address, ".")
	some text in check.without
	contains(steps[count(steps) - 1], text)
}

# Values tell which resources a check is about.
meant(check, values) if {
	every name, choices in check.where { good("one_of", object.get(values, name, null), choices) }
	every name, choices in check.where_not { not good("one_of", object.get(values, name, null), choices) }
}

own contains check.address if some check in checks

united(check, address) if {
	check.operation == "contains_all"
	not startswith(address, "local.")
}

one_by_one(check, address) if {
	not counting(check)
	not united(check, address)
}

# Whether an element of a list differs from the others only the apply will tell.
undecided_elements(check, address) if {
	check.operation == "distinct_at_least"
	some value in found(address, check.path)
	value.state == "element"
}

counting(check) if check.operation in {"count_at_least", "distinct_at_least"}

number_of("count_at_least", values) := count(values)

number_of("distinct_at_least", values) := count({value.value | some value in values; value.state == "known"})

forbidding(check) if check.operation in {"none_of", "no_wildcard_action"}

# ---- what there is

# A state has values instead of planned ones.
root := object.get(input, "planned_values", object.get(input, "values", {}))

resources := [resource |
	walk(root, [path, resource])
	path[count(path) - 2] == "resources"
	every step in path { in_tree(step) }
	object.get(resource, "mode", "managed") == "managed"
]

in_tree(step) if is_number(step)

in_tree(step) if step in {"root_module", "child_modules", "resources"}

# By address without keys: a resource with count or for_each has several.
by_address[address] := instances if {
	some resource in resources
	address := without_keys(resource.address)
	instances := [other | some other in resources; without_keys(other.address) == address]
}

without_keys(address) := regex.replace(address, `\[(\d+|"([^"\\]|\\.)*")\]`, "")

exists(address) if by_address[address]

exists(address) if startswith(address, "local.")

exists(address) if input.variables[trim_prefix(address, "var.")]

# Code without an instance, as count = 0 gives, is not missing.
absent(address) if {
	not exists(address)
	not written[address]
	not untold(address)
}

# A state has no variables.
untold(address) if {
	startswith(address, "var.")
	not input.planned_values
}

# The arguments that the code gives; a state has no code.
written[address] := object.get(entry, "expressions", {}) if {
	walk(object.get(input, ["configuration", "root_module"], {}), [path, entry])
	path[count(path) - 2] == "resources"
	calls := [sprintf("module.%s.", [name]) | some index, name in path; path[index - 1] == "module_calls"]
	address := concat("", array.concat(calls, [entry.address]))
}

unwritten(address, path) if {
	arguments := written[address]
	not trim_suffix(split(path, ".")[0], "[*]") in object.keys(arguments)
}

unknown_marks[change.address] := object.get(change, ["change", "after_unknown"], {}) if {
	some change in object.get(input, "resource_changes", [])
}

# ---- the values at a path: known, unknown, or an element of which only its being there is known

place(address, "") := address

place(address, path) := sprintf("%s.%s", [address, path]) if path != ""

known(address, path) := [value | some value in found(address, path); value.state == "known"]

undecided(address, path) if {
	some value in found(address, path)
	value.state == "unknown"
}

found(address, _) := [{"state": "known", "place": address, "value": value, "hidden": false} |
	some value in listed(object.get(input.variables, [trim_prefix(address, "var."), "value"], null))
] if {
	startswith(address, "var.")
}

found(address, _) := [tags |
	some resource in resources
	tags := tags_of(resource, carriers(address))
] if {
	startswith(address, "local.")
}

found(address, path) := [value |
	some resource in by_address[address]
	some value in values_of(resource, path)
] if {
	by_address[address]
}

# Where resources carry tags, or what other clouds call labels (their tags are another thing): with a provider's own default
# ones, or as written.
carriers(address) := ["effective_labels", "terraform_labels"] if contains(address, "label")

carriers(address) := ["tags_all", "tags"] if not contains(address, "label")

tags_of(resource, carried) := {"state": state, "place": place(resource.address, name), "value": value, "hidden": false} if {
	marks := object.get(unknown_marks, resource.address, {})
	names := [name |
		some name in carried
		tagged(resource, marks, name)
	]
	name := names[0]
	state := {true: "unknown", false: "known"}[marked(marks, name)]
	value := with_keys(object.get(resource.values, name, null), object.get(marks, name, false))
}

tagged(_, marks, name) if marked(marks, name)

tagged(resource, _, name) if name in object.keys(resource.values)

default marked(_, _) := false

marked(marks, name) if object.get(marks, name, false) == true

# A list of known things has marks too, each of them false.
marked(marks, name) if {
	is_array(marks[name])
	walk(marks[name], [_, true])
}

# A plan leaves out the tags whose values only the apply will give: their keys are there all the same.
with_keys(tags, marks) := object.union(later(marks), tags) if is_object(tags)

with_keys(null, marks) := later(marks) if is_object(marks)

with_keys(null, marks) := null if not is_object(marks)

with_keys(tags, _) := tags if {
	not is_object(tags)
	tags != null
}

later(marks) := {key: mark | some key, mark in marks; mark} if is_object(marks)

later(marks) := {} if not is_object(marks)

values_of(resource, path) := array.concat(array.concat(unknown, elements), sure) if {
	steps := steps_of(path)
	where := place(resource.address, path)
	marks := [mark | walk(object.get(unknown_marks, resource.address, {}), [mark, true])]
	unknown := [{"state": "unknown", "place": where} |
		some mark in marks
		count(mark) <= count(steps)
		along(mark, steps)
	]
	elements := [{"state": "element", "place": where} |
		some mark in marks
		count(mark) == count(steps) + 1
		is_number(mark[count(steps)])
		along(array.slice(mark, 0, count(steps)), steps)
	]
	sure := [{"state": "known", "place": where, "value": value, "hidden": hidden} |
		some [at, whole] in reached(resource.values, steps)
		not below(at, marks)
		some [key, value] in elements_of(whole)
		not array.concat(at, key) in marks
		hidden := sensitive(resource, at)
	]
}

steps_of("") := []

# "rule[*].name": of each element of the list "rule" the name.
steps_of(path) := split(replace(path, "[*]", ".*"), ".") if path != ""

along(actual, steps) if {
	every index, step in actual { matches(step, steps[index]) }
}

matches(step, wanted) if step == wanted

matches(step, "*") if is_number(step)

# What is not there is null; of an empty list there is nothing.
reached(values, steps) := [[array.concat(at, rest), inside(whole, rest)] |
	stars := [index | some index, step in steps; step == "*"]
	length := max(array.concat([-1], stars)) + 1
	rest := array.slice(steps, length, count(steps))
	some [at, whole] in beginnings(values, array.slice(steps, 0, length))
]

beginnings(values, []) := [[[], values]]

beginnings(values, steps) := [[at, whole] |
	walk(values, [at, whole])
	count(at) == count(steps)
	along(at, steps)
] if {
	count(steps) > 0
}

inside(whole, []) := whole

inside(whole, names) := object.get(whole, names, null) if {
	count(names) > 0
	is_object(whole)
}

inside(whole, names) := null if {
	count(names) > 0
	not is_object(whole)
}

below(at, marks) if {
	some mark in marks
	count(mark) <= count(at)
	array.slice(at, 0, count(mark)) == mark
}

elements_of(whole) := [[[index], value] | some index, value in whole] if is_array(whole)

elements_of(whole) := [[[], whole]] if not is_array(whole)

listed(value) := value if is_array(value)

listed(value) := [value] if not is_array(value)

default sensitive(_, _) := false

sensitive(resource, at) if {
	marks := [mark | walk(object.get(resource, "sensitive_values", {}), [mark, true])]
	below(at, marks)
}

default display(_) := "(sensitive)"

display(value) := value.value if not value.hidden

# ---- the comparisons

filled(value) if value.state == "element"

filled(value) if not value.value in {null, ""}

default readable(_, _) := true

readable("no_wildcard_action", value) := false if not allowed(value)

readable("contains_all", value) := false if not keys_of(value)

good("equal", value, expected) if same(value, expected)

good("one_of", value, expected) if {
	some item in expected
	same(value, item)
}

good("none_of", value, expected) if not value in expected

good("at_least", value, expected) if number(value) >= number(expected)

good("at_most", value, expected) if number(value) <= number(expected)

good("set", value, _) if not value in {null, ""}

good("contains_all", value, expected) if contains_all(keys_of(value), expected)

good("no_wildcard_action", value, _) if {
	every action in allowed(value) { not wide(action) }
}

# Some providers keep numbers and yes or no as text; a yes or no that is not given is a no.
same(value, expected) if value == expected

same(null, false)

same(value, expected) if as_text(value) == as_text(expected)

same(value, expected) if number(value) == number(expected)

as_text(value) := value if is_string(value)

as_text(value) := json.marshal(value) if not is_string(value)

number(value) := value if is_number(value)

number(value) := to_number(value) if {
	is_string(value)
	regex.match(`^-?[0-9]+(\.[0-9]+)?$`, value)
}

keys_of(value) := object.keys(value) if is_object(value)

keys_of(value) := value if is_array(value)

keys_of(value) := [value] if is_string(value)

keys_of(null) := []

# A list of tags may have them as "key:value".
contains_all(keys, expected) if {
	every wanted in expected {
		some key in keys
		named(key, wanted)
	}
}

named(key, wanted) if key == wanted

named(key, wanted) if startswith(key, sprintf("%s:", [wanted]))

wide("*")

wide(action) if endswith(action, ":*")

# All actions that a policy allows; undefined where it can't be read.
allowed(text) := array.concat(named_actions, all_but) if {
	statements := statements_of(json.unmarshal(text).Statement)
	every statement in statements { is_object(statement) }
	named_actions := [action |
		some statement in statements
		object.get(statement, "Effect", "Allow") == "Allow"
		some action in listed(object.get(statement, "Action", []))
	]
	every action in named_actions { is_string(action) }

	# All actions but those named.
	all_but := ["*" |
		some statement in statements
		object.get(statement, "Effect", "Allow") == "Allow"
		"NotAction" in object.keys(statement)
	]
}

statements_of(value) := value if is_array(value)

statements_of(value) := [value] if is_object(value)
