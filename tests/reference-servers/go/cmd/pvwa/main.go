// Command pvwa is a small PVWA on 127.0.0.1.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"plainservers/internal/fault"
	"plainservers/internal/launch"
	"plainservers/internal/pvwa"
)

func main() {
	launch.Exit("pvwa", run(os.Args[1:]))
}

// ownFlags are the flags that only this server has.
type ownFlags struct {
	users           launch.List
	sessionSeconds  *int
	updateOnly      *bool
	token, existing *string
	updateFault     *string
	listUpdate      *bool
}

func addFlags(flags *flag.FlagSet) *ownFlags {
	own := &ownFlags{
		sessionSeconds: flags.Int("session-seconds", 1200, "time-out of a session"),
		updateOnly:     flags.Bool("update-only", false, "have nothing but the update of a provider"),
		token:          flags.String("token", "", "the only session token, with -update-only"),
		existing:       flags.String("existing", "", "the id of the only provider, with -update-only"),
		updateFault:    flags.String("update-fault", "", "a deliberate fault in the update, with -update-only"),
		listUpdate:     flags.Bool("list-update-faults", false, "print the faults of the update and end"),
	}
	flags.Var(&own.users, "user", "name:password:role, role admin or plain (repeatable)")
	return own
}

func run(arguments []string) error {
	flags := flag.NewFlagSet("pvwa", flag.ContinueOnError)
	common, own := launch.CommonFlags(flags), addFlags(flags)
	if err := flags.Parse(arguments); err != nil {
		return ignoreHelp(err)
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unknown argument %q", flags.Arg(0))
	}
	if *own.listUpdate {
		printUpdateFaults(os.Stdout)
		return nil
	}
	if *common.ListFaults {
		fault.Print(os.Stdout, "pvwa", pvwa.Faults())
		return nil
	}
	drawn, err := common.Draw(pvwa.Choices())
	if err != nil {
		return err
	}
	if shown, err := common.Show(drawn, os.Stdout); shown {
		return err
	}
	config, err := own.config(common)
	if err != nil {
		return err
	}
	config.Choices = drawn
	return launch.Run(pvwa.New(config), common.Options(pvwa.BasePath))
}

func ignoreHelp(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	return err
}

// config checks the flags.
func (own *ownFlags) config(common *launch.Flags) (pvwa.Config, error) {
	config := pvwa.Config{SessionSeconds: *own.sessionSeconds, UpdateOnly: *own.updateOnly,
		Token: *own.token, Existing: *own.existing, UpdateFault: *own.updateFault, Fault: *common.Fault}
	if config.UpdateOnly && (config.Token == "" || config.Existing == "") {
		return config, errors.New("-update-only needs -token and -existing")
	}
	if !config.UpdateOnly && (config.Token != "" || config.Existing != "") {
		return config, errors.New("-token and -existing need -update-only")
	}
	if config.UpdateFault != "" && !config.UpdateOnly {
		return config, errors.New("-update-fault needs -update-only")
	}
	if config.UpdateFault != "" && !pvwa.KnownFault(config.UpdateFault) {
		return config, fmt.Errorf("there is no update fault %q; see -list-update-faults", config.UpdateFault)
	}
	if config.Fault != "" && config.UpdateOnly {
		return config, errors.New("-fault does not go with -update-only")
	}
	if err := fault.Check(config.Fault, pvwa.Faults()); err != nil {
		return config, err
	}
	for _, text := range own.users {
		user, err := parseUser(text)
		if err != nil {
			return config, err
		}
		config.Users = append(config.Users, user)
	}
	return config, nil
}

// parseUser reads name:password:role; the password may hold colons.
func parseUser(text string) (pvwa.User, error) {
	first, last := strings.Index(text, ":"), strings.LastIndex(text, ":")
	if first < 1 || first == last {
		return pvwa.User{}, errors.New("-user is not of the form name:password:role")
	}
	role := text[last+1:]
	if role != "admin" && role != "plain" {
		return pvwa.User{}, fmt.Errorf("role %q is neither admin nor plain", role)
	}
	return pvwa.User{Name: text[:first], Password: text[first+1 : last], Admin: role == "admin"}, nil
}

func printUpdateFaults(out io.Writer) {
	for _, fault := range pvwa.UpdateFaults() {
		fmt.Fprintf(out, "%s: %s Breaks: %s.\n", fault.Name, fault.Sentence, fault.Breaks)
	}
}
