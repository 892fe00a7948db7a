// Package choice holds the open branches of a server: every place where the
// facts allow more than one behaviour is a named choice, and a seed draws one
// option of each.
package choice

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"strings"
)

// Usual is the seed that takes the most usual option of every choice.
const Usual = -1

// Choice is one open branch. The first option is the most usual one, the last
// the least usual one. Loose options break a rule that is only a SHOULD; they
// exist only where the caller asked for them.
type Choice struct {
	Name    string   `json:"name"`
	About   string   `json:"about"`
	Options []string `json:"options"`
	Loose   []string `json:"looseOptions,omitempty"`
}

// Set is a list of choices with one option taken of each.
type Set struct {
	choices []Choice
	loose   bool
	seed    int64
	taken   map[string]string
}

// Draw takes an option of every choice. Seed Usual takes the first options,
// seed 0 the last ones, any other seed draws each choice on its own, so that a
// new choice leaves the others as they were.
func Draw(choices []Choice, seed int64, loose bool) *Set {
	s := &Set{choices: choices, loose: loose, seed: seed, taken: map[string]string{}}
	for _, c := range choices {
		options := s.options(c)
		s.taken[c.Name] = options[index(seed, c.Name, len(options))]
	}
	return s
}

// index says which of n options a seed takes for the named choice.
func index(seed int64, name string, n int) int {
	switch seed {
	case Usual:
		return 0
	case 0:
		return n - 1
	}
	return Random(seed, name).IntN(n)
}

// Random is a source of numbers that depends on nothing but seed and name.
func Random(seed int64, name string) *rand.Rand {
	h := fnv.New64a()
	io.WriteString(h, name)
	return rand.New(rand.NewPCG(uint64(seed), h.Sum64()))
}

// options lists what may be taken for a choice.
func (s *Set) options(c Choice) []string {
	if !s.loose {
		return c.Options
	}
	return append(append([]string{}, c.Options...), c.Loose...)
}

// Put takes one option by "name=value".
func (s *Set) Put(assignment string) error {
	name, value, found := strings.Cut(assignment, "=")
	if !found {
		return fmt.Errorf("%q is not of the form name=value", assignment)
	}
	for _, c := range s.choices {
		if c.Name != name {
			continue
		}
		for _, option := range s.options(c) {
			if option == value {
				s.taken[name] = value
				return nil
			}
		}
		return fmt.Errorf("choice %q has no option %q; it has: %s", name, value, strings.Join(s.options(c), ", "))
	}
	return fmt.Errorf("there is no choice %q", name)
}

// Is reports whether the named choice has the given option taken. A name that
// does not exist is a fault of the program.
func (s *Set) Is(name, option string) bool {
	return s.Get(name) == option
}

// Get is the option taken for the named choice.
func (s *Set) Get(name string) string {
	value, found := s.taken[name]
	if !found {
		panic("unknown choice " + name)
	}
	return value
}

// Seed is the seed the set was drawn with.
func (s *Set) Seed() int64 { return s.seed }

// WriteJSON prints all choices with the options taken.
func (s *Set) WriteJSON(w io.Writer) error {
	type row struct {
		Choice
		Taken string `json:"taken"`
	}
	rows := []row{}
	for _, c := range s.choices {
		rows = append(rows, row{c, s.taken[c.Name]})
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(map[string]any{"seed": s.seed, "loose": s.loose, "choices": rows})
}
