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
	options     Options
	seed        *int64
	loose, show *bool
	set         List
	// Fault is the name of a deliberate fault, or empty; ListFaults asks for
	// the list of them.
	Fault      *string
	ListFaults *bool
}

// AddFlags adds the flags that say where a server listens and when it ends.
func AddFlags(flags *flag.FlagSet, options *Options) {
	flags.IntVar(&options.Port, "port", 0, "port on 127.0.0.1; 0 takes a free one")
	flags.IntVar(&options.MaxSeconds, "max-seconds", 600, "end after so many seconds")
	flags.BoolVar(&options.UntilStdinEnds, "until-stdin-ends", false, "end when standard input ends")
}

// CommonFlags adds the flags of both servers to a flag set.
func CommonFlags(flags *flag.FlagSet) *Flags {
	f := &Flags{
		seed:       flags.Int64("seed", choice.Usual, "draw the choices; 0 takes the least usual options, -1 the most usual ones"),
		loose:      flags.Bool("loose", false, "let choices break rules that are only a SHOULD"),
		show:       flags.Bool("choices", false, "print the choices as JSON and end"),
		Fault:      flags.String("fault", "", "make one deliberate mistake; see -list-faults"),
		ListFaults: flags.Bool("list-faults", false, "print name, API, authority and sentence of each fault and end"),
	}
	AddFlags(flags, &f.options)
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
	options := f.options
	options.BasePath, options.Input, options.Output = basePath, os.Stdin, os.Stdout
	return options
}

// Exit ends the program with a message where there is an error.
func Exit(name string, err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}
