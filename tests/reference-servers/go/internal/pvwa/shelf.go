package pvwa

import (
	"slices"
	"strings"
)

// shelf keeps things by id, in the order they were added.
type shelf[T any] struct {
	fold bool
	// numbers is set where ids of digits are kept as numbers.
	numbers bool
	order   []string
	items   map[string]T
}

func newShelf[T any](fold bool) shelf[T] {
	return shelf[T]{fold: fold, items: map[string]T{}}
}

func (s *shelf[T]) key(id string) string {
	if s.numbers {
		id = asNumber(id)
	}
	if s.fold {
		return strings.ToLower(id)
	}
	return id
}

func (s *shelf[T]) get(id string) (T, bool) {
	item, found := s.items[s.key(id)]
	return item, found
}

func (s *shelf[T]) put(id string, item T) {
	key := s.key(id)
	if _, found := s.items[key]; !found {
		s.order = append(s.order, key)
	}
	s.items[key] = item
}

func (s *shelf[T]) remove(id string) {
	key := s.key(id)
	delete(s.items, key)
	s.order = slices.DeleteFunc(s.order, func(other string) bool { return other == key })
}

// list gives all things in the named order.
func (s *shelf[T]) list(order string) []T {
	keys := slices.Clone(s.order)
	switch order {
	case "sorted":
		slices.Sort(keys)
	case "reversed":
		slices.Reverse(keys)
	}
	all := []T{}
	for _, key := range keys {
		all = append(all, s.items[key])
	}
	return all
}
