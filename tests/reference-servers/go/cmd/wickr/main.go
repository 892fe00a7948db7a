// Command wickr is a small Wickr Admin API on 127.0.0.1.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"

	"plainservers/internal/fault"
	"plainservers/internal/launch"
	"plainservers/internal/wickr"
)

func main() {
	launch.Exit("wickr", run(os.Args[1:]))
}

// ownFlags are the flags that only this server has.
type ownFlags struct {
	keys, tokens, networks launch.List
	region, prefix         *string
}

func addFlags(flags *flag.FlagSet) *ownFlags {
	own := &ownFlags{
		region: flags.String("region", "us-east-1", "region that requests are signed for"),
		prefix: flags.String("company-prefix", "", "what every companyId has to begin with"),
	}
	flags.Var(&own.keys, "key", "ID:SECRET[:role], role admin or none (repeatable)")
	flags.Var(&own.tokens, "session-token", "ID:TOKEN: the session token that a key needs (repeatable)")
	flags.Var(&own.networks, "network", "a network of 8 digits (repeatable)")
	return own
}

func run(arguments []string) error {
	flags := flag.NewFlagSet("wickr", flag.ContinueOnError)
	common, own := launch.CommonFlags(flags), addFlags(flags)
	if err := flags.Parse(arguments); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unknown argument %q", flags.Arg(0))
	}
	if *common.ListFaults {
		fault.Print(os.Stdout, "wickr", wickr.Faults())
		return nil
	}
	drawn, err := common.Draw(wickr.Choices())
	if err != nil {
		return err
	}
	if shown, err := common.Show(drawn, os.Stdout); shown {
		return err
	}
	config, err := own.config()
	if err != nil {
		return err
	}
	config.Choices, config.Fault = drawn, *common.Fault
	if err := fault.Check(config.Fault, wickr.Faults()); err != nil {
		return err
	}
	return launch.Run(wickr.New(config), common.Options(""))
}

// config checks the flags.
func (own *ownFlags) config() (wickr.Config, error) {
	config := wickr.Config{Networks: own.networks, Region: *own.region, CompanyPrefix: *own.prefix}
	for _, id := range own.networks {
		if !regexp.MustCompile(`^[0-9]{8}$`).MatchString(id) {
			return config, fmt.Errorf("network %q is not of 8 digits", id)
		}
	}
	tokens := map[string]string{}
	for _, text := range own.tokens {
		id, token, found := strings.Cut(text, ":")
		if !found || token == "" {
			return config, errors.New("-session-token is not of the form ID:TOKEN")
		}
		tokens[id] = token
	}
	for _, text := range own.keys {
		key, err := parseKey(text)
		if err != nil {
			return config, err
		}
		key.SessionToken = tokens[key.ID]
		delete(tokens, key.ID)
		config.Keys = append(config.Keys, key)
	}
	if len(tokens) > 0 {
		return config, errors.New("-session-token names a key that is not there")
	}
	return config, nil
}

// parseKey reads ID:SECRET[:role].
func parseKey(text string) (wickr.Key, error) {
	parts := strings.Split(text, ":")
	if len(parts) < 2 || len(parts) > 3 || parts[0] == "" || parts[1] == "" {
		return wickr.Key{}, errors.New("-key is not of the form ID:SECRET[:role]")
	}
	role := "admin"
	if len(parts) == 3 {
		role = parts[2]
	}
	if role != "admin" && role != "none" {
		return wickr.Key{}, fmt.Errorf("role %q is neither admin nor none", role)
	}
	return wickr.Key{ID: parts[0], Secret: parts[1], Admin: role == "admin"}, nil
}
