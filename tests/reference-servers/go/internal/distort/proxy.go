package distort

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// patience is how long either end may take for a message.
const patience = 60 * time.Second

// Proxy passes requests on to a target, a host with a port.
type Proxy struct {
	Target string
	// Seed draws, together with the number of the exchange, all changes.
	Seed int64
	// WholeRequests sends the bodies of requests with their length only, for
	// targets that know no chunks.
	WholeRequests bool
	// PlainSpace writes one space before the value of a field and none behind,
	// for readers that do not take the space behind away.
	PlainSpace bool

	count    atomic.Uint64
	mutex    sync.Mutex
	closed   bool
	listener net.Listener
	open     map[net.Conn]bool
}

// Serve takes connections until the proxy is closed.
func (p *Proxy) Serve(listener net.Listener) error {
	p.mutex.Lock()
	p.listener, p.open = listener, map[net.Conn]bool{}
	closed := p.closed
	p.mutex.Unlock()
	if closed {
		return errors.Join(net.ErrClosed, listener.Close())
	}
	for {
		client, err := listener.Accept()
		if err != nil {
			return err
		}
		if p.enter(client) {
			go p.talk(client)
		}
	}
}

// enter remembers a connection, so that Close can end it.
func (p *Proxy) enter(connection net.Conn) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.closed {
		connection.Close()
		return false
	}
	p.open[connection] = true
	return true
}

func (p *Proxy) leave(connection net.Conn) {
	connection.Close()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	delete(p.open, connection)
}

// Close ends the proxy and all its connections.
func (p *Proxy) Close() error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.closed = true
	for connection := range p.open {
		connection.Close()
	}
	if p.listener == nil {
		return nil
	}
	return p.listener.Close()
}

// Shutdown is Close.
func (p *Proxy) Shutdown(context.Context) error { return p.Close() }

// talk answers the requests of one connection.
func (p *Proxy) talk(client net.Conn) {
	defer p.leave(client)
	up := &upstream{address: p.Target}
	defer up.close()
	in := bufio.NewReader(client)
	for again := true; again; {
		client.SetDeadline(time.Now().Add(patience))
		request, err := readRequest(in, func() { io.WriteString(client, "HTTP/1.1 100 Continue\r\n\r\n") })
		switch {
		case errors.Is(err, errHead) || errors.Is(err, errBody):
			refuse(client, "400 Bad Request", err)
			return
		case err != nil:
			return
		}
		again = p.exchange(client, request, up)
	}
}

// exchange passes one request and its response on, and says whether the
// connection stays open.
func (p *Proxy) exchange(client net.Conn, request *message, up *upstream) bool {
	d := newDraw(p.Seed, p.count.Add(1))
	d.plainSpace = p.PlainSpace
	keep := !request.has("connection", "close") && (!request.old || request.has("connection", "keep-alive")) && !d.one(4)
	d.pause()
	d.changeRequest(request, p.WholeRequests)
	response, err := up.ask(d, request, func(early *message) error { return d.send(client, early) })
	if err != nil {
		refuse(client, "502 Bad Gateway", err)
		return false
	}
	d.pause()
	d.changeResponse(response, request, keep)
	return d.send(client, response) == nil && keep
}

// refuse answers in the name of the proxy.
func refuse(client net.Conn, status string, reason error) {
	text := reason.Error() + "\n"
	h := &head{start: "HTTP/1.1 " + status}
	h.add("Content-Type", "text/plain")
	h.add("Connection", "close")
	m := &message{head: h, body: []byte(text)}
	m.frame()
	newDraw(0, 0).send(client, m)
}

// upstream is the connection to the target that belongs to one of a client.
type upstream struct {
	address    string
	connection net.Conn
	in         *bufio.Reader
}

func (u *upstream) close() {
	if u.connection != nil {
		u.connection.Close()
		u.connection = nil
	}
}

// reach opens a connection where there is none that is still good.
func (u *upstream) reach(d draw) (err error) {
	if u.connection != nil {
		u.connection.SetReadDeadline(time.Now().Add(200 * time.Microsecond))
		_, ended := u.in.Peek(1)
		var late net.Error
		if !errors.As(ended, &late) || !late.Timeout() || d.one(4) {
			u.close()
		}
	}
	if u.connection == nil {
		if u.connection, err = net.DialTimeout("tcp", u.address, patience); err != nil {
			u.connection = nil
			return err
		}
		u.in = bufio.NewReader(u.connection)
	}
	return u.connection.SetDeadline(time.Now().Add(patience))
}

// ask sends a request and reads the response. Those with a status from 102 to
// 199 are passed to early.
func (u *upstream) ask(d draw, request *message, early func(*message) error) (*message, error) {
	if err := u.reach(d); err != nil {
		return nil, err
	}
	if err := d.send(u.connection, request); err != nil {
		u.close()
		return nil, err
	}
	for {
		response, err := readResponse(u.in, request.method())
		switch {
		case err != nil:
			u.close()
			return nil, err
		case response.status() == "100":
		case strings.HasPrefix(response.status(), "1"):
			if err := early(response); err != nil {
				return nil, err
			}
		default:
			if u.ended(response, request.method()) {
				u.close()
			}
			return response, nil
		}
	}
}

// ended reports whether the target closes the connection after a response.
func (u *upstream) ended(response *message, method string) bool {
	toEnd := !response.bodiless(method) && !response.chunked && len(response.values("content-length")) == 0
	return toEnd || response.has("connection", "close") || response.old
}
