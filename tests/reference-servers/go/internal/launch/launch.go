// Package launch starts a server on the local machine and ends it again.
package launch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// List is a flag that may be given more than once.
type List []string

// String joins the values given so far.
func (l *List) String() string { return strings.Join(*l, " ") }

// Set appends a value.
func (l *List) Set(value string) error {
	*l = append(*l, value)
	return nil
}

// Options say where a server listens and when it ends.
type Options struct {
	Port           int
	BasePath       string
	UntilStdinEnds bool
	MaxSeconds     int
	Input          io.Reader
	Output         io.Writer
}

// Server is what can be served.
type Server interface {
	Serve(net.Listener) error
	Shutdown(context.Context) error
	Close() error
}

// Run is Serve for a handler.
func Run(handler http.Handler, options Options) error {
	return Serve(&http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
	}, options)
}

// Serve listens on 127.0.0.1, prints the address and serves until a signal, the
// end of standard input, or the time limit.
func Serve(server Server, options Options) error {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(options.Port)))
	if err != nil {
		return err
	}
	// Before the address is known: who reads it may signal at once.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	defer signal.Stop(signals)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	fmt.Fprintf(options.Output, "listening on http://%s%s\n", listener.Addr(), options.BasePath)
	if err := wait(options, failed, signals); err != nil {
		return err
	}
	return stop(server)
}

// wait returns when the server is to end.
func wait(options Options, failed <-chan error, signals <-chan os.Signal) error {
	inputEnded := make(chan struct{})
	if options.UntilStdinEnds {
		go func() {
			io.Copy(io.Discard, options.Input)
			close(inputEnded)
		}()
	}
	select {
	case err := <-failed:
		return err
	case <-signals:
	case <-inputEnded:
	case <-time.After(time.Duration(options.MaxSeconds) * time.Second):
	}
	return nil
}

// stop lets running requests end, for two seconds at most.
func stop(server Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	}
	return err
}
