// Command distort is an HTTP proxy on 127.0.0.1 that changes what HTTP leaves
// to those on the way.
package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/url"
	"os"

	"plainservers/internal/distort"
	"plainservers/internal/launch"
)

func main() {
	launch.Exit("distort", run(os.Args[1:]))
}

func run(arguments []string) error {
	flags := flag.NewFlagSet("distort", flag.ContinueOnError)
	options := launch.Options{Input: os.Stdin, Output: os.Stdout}
	proxy := &distort.Proxy{}
	target := flags.String("target", "", "URL of the server, http://HOST:PORT/...")
	flags.Int64Var(&proxy.Seed, "seed", 1, "draws the changes of every message")
	flags.BoolVar(&proxy.WholeRequests, "whole-requests", false, "never send the body of a request in chunks")
	flags.BoolVar(&proxy.PlainSpace, "plain-space", false, "leave the white space round header values as it usually is")
	launch.AddFlags(flags, &options)
	if err := flags.Parse(arguments); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unknown argument %q", flags.Arg(0))
	}
	address, err := url.Parse(*target)
	if err != nil || address.Scheme != "http" || address.Hostname() == "" {
		return errors.New("-target is not of the form http://HOST:PORT/...")
	}
	proxy.Target = address.Host
	if address.Port() == "" {
		proxy.Target = net.JoinHostPort(address.Hostname(), "80")
	}
	options.BasePath = address.EscapedPath()
	return launch.Serve(proxy, options)
}
