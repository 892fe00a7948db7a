package launch

import (
	"flag"
	"fmt"
	"io"
	"os"

	"plainservers/internal/choice"
)

// Flags are the flags that both servers have.
type Flags struct {
	port, maxSeconds *int
	seed             *int64
	loose, show      *bool
	untilStdinEnds   *bool
	set              List
	// Fault is the name of a deliberate fault, or empty; ListFaults asks for
	// the list of them.
	Fault      *string
	ListFaults *bool
}

// CommonFlags adds the flags of both servers to a flag set.
func CommonFlags(flags *flag.FlagSet) *Flags {
	f := &Flags{
		port:           flags.Int("port", 0, "port on 127.0.0.1; 0 takes a free one"),
		maxSeconds:     flags.Int("max-seconds", 600, "end after so many seconds"),
		seed:           flags.Int64("seed", choice.Usual, "draw the choices; 0 takes the least usual options, -1 the most usual ones"),
		loose:          flags.Bool("loose", false, "let choices break rules that are only a SHOULD"),
		show:           flags.Bool("choices", false, "print the choices as JSON and end"),
		Fault:          flags.String("fault", "", "make one deliberate mistake; see -list-faults"),
		ListFaults:     flags.Bool("list-faults", false, "print name, API, authority and sentence of each fault and end"),
		untilStdinEnds: flags.Bool("until-stdin-ends", false, "end when standard input ends"),
	}
	flags.Var(&f.set, "set", "name=value: take one option of a choice (repeatable)")
	return f
}

// Draw takes the options that the flags ask for.
func (f *Flags) Draw(choices []choice.Choice) (*choice.Set, error) {
	drawn := choice.Draw(choices, *f.seed, *f.loose)
	for _, assignment := range f.set {
		if err := drawn.Put(assignment); err != nil {
			return nil, err
		}
	}
	return drawn, nil
}

// Show prints the choices where the flags ask for it.
func (f *Flags) Show(drawn *choice.Set, out io.Writer) (bool, error) {
	if !*f.show {
		return false, nil
	}
	return true, drawn.WriteJSON(out)
}

// Options are the options for Run.
func (f *Flags) Options(basePath string) Options {
	return Options{Port: *f.port, BasePath: basePath, UntilStdinEnds: *f.untilStdinEnds, MaxSeconds: *f.maxSeconds,
		Input: os.Stdin, Output: os.Stdout}
}

// Exit ends the program with a message where there is an error.
func Exit(name string, err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}
