// Package fault describes the deliberate faults that a server can have.
package fault

import (
	"fmt"
	"io"
)

// Fault is one mistake that a server makes where it is asked to. Authority is
// that of the fact which it breaks: documented, observed or reading.
type Fault struct {
	Name, Authority, Sentence, Fact string
}

// Print writes a line of name, API, authority and sentence for each fault,
// with tabs between.
func Print(out io.Writer, api string, faults []Fault) {
	for _, f := range faults {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", f.Name, api, f.Authority, f.Sentence)
	}
}

// Check refuses a name that no fault has; the empty name is none.
func Check(name string, faults []Fault) error {
	if name == "" {
		return nil
	}
	for _, f := range faults {
		if f.Name == name {
			return nil
		}
	}
	return fmt.Errorf("there is no fault %q; see -list-faults", name)
}
