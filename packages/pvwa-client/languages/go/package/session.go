package pvwaclient

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// Session is a client that logs on before the first call and once more where the server says 401. LogOff ends it.
// A wrong name or password is sent once only, as several wrong ones suspend a user: each later call has the same answer.
// No redirect is followed, as the token and the password are for this server alone.
type Session struct {
	*APIClient
	keeper *keeper
}

// NewSession makes a session of a user of the vault. The URL ends with the name of the application, as in
// https://pvwa.example.net/PasswordVault. Nothing is sent before the first call.
func NewSession(url, username, password string) *Session {
	return NewSessionOf(url, username, password, "CyberArk", http.DefaultTransport)
}

// NewSessionOf is NewSession for another way to authenticate (LDAP, RADIUS, Windows) or another transport.
func NewSessionOf(url, username, password, logonType string, transport http.RoundTripper) *Session {
	request := NewLogonRequest(username, password)
	request.SetConcurrentSession(true)
	plain := configurationOf(url, transport)
	keeper := &keeper{
		transport: transport, plain: NewAPIClient(plain), request: *request, logonType: logonType, lock: make(chan struct{}, 1),
	}
	return &Session{NewAPIClient(configurationOf(url, keeper)), keeper}
}

func configurationOf(url string, transport http.RoundTripper) *Configuration {
	configuration := NewConfiguration()
	configuration.Servers = ServerConfigurations{{URL: strings.TrimRight(url, "/")}}
	configuration.HTTPClient = &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return configuration
}

// LogOff ends the session, if there is one. The next call logs on again.
func (s *Session) LogOff(ctx context.Context) error {
	if err := s.keeper.acquire(ctx); err != nil {
		return err
	}
	token := s.keeper.token
	s.keeper.token = ""
	s.keeper.release()
	if token == "" {
		return nil
	}
	keys := map[string]APIKey{"session": {Key: token}}
	response, err := s.keeper.plain.SessionAPI.Logoff(context.WithValue(ctx, ContextAPIKeys, keys)).Execute()
	if response != nil && response.StatusCode == http.StatusUnauthorized {
		// It had ended by itself.
		return nil
	}
	return err
}

// String tells nothing of the session.
func (s *Session) String() string { return "Session" }

// GoString tells nothing either.
func (s *Session) GoString() string { return "Session" }

type keeper struct {
	transport http.RoundTripper
	plain     *APIClient
	request   LogonRequest
	logonType string
	// A channel of one place, as who waits for a mutex cannot give up.
	lock    chan struct{}
	token   string
	refusal func() *http.Response
}

// longestLogon is how long a log-on may take where the context of the call has no end.
const longestLogon = time.Minute

// acquire waits for the lock as long as the context allows.
func (k *keeper) acquire(ctx context.Context) error {
	select {
	case k.lock <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (k *keeper) release() { <-k.lock }

// RoundTrip sends a request with the token of the session.
func (k *keeper) RoundTrip(request *http.Request) (*http.Response, error) {
	token, refused, err := k.logOn(request.Context(), "")
	if err != nil || refused != nil {
		closeBody(request.Body)
		return refused, err
	}
	response, err := k.send(request, request.Body, token)
	if err != nil || response.StatusCode != http.StatusUnauthorized {
		return response, err
	}
	body := request.Body
	if body != nil {
		if request.GetBody == nil {
			return response, nil
		}
		if body, err = request.GetBody(); err != nil {
			return response, nil
		}
	}
	response.Body.Close()
	if token, refused, err = k.logOn(request.Context(), token); err != nil || refused != nil {
		closeBody(body)
		return refused, err
	}
	return k.send(request, body, token)
}

// closeBody closes the body of a request that is not sent, as whoever sends one has to.
func closeBody(body io.ReadCloser) {
	if body != nil {
		body.Close()
	}
}

func (k *keeper) send(request *http.Request, body io.ReadCloser, token string) (*http.Response, error) {
	signed := request.Clone(request.Context())
	signed.Body = body
	signed.Header.Set("Authorization", token)
	return k.transport.RoundTrip(signed)
}

// logOn answers a token that is another one than the ended one. Where the server has none, its answer is the answer to the
// call that needed the token.
func (k *keeper) logOn(ctx context.Context, ended string) (string, *http.Response, error) {
	if err := k.acquire(ctx); err != nil {
		return "", nil, err
	}
	defer k.release()
	// Another goroutine may have logged on meanwhile.
	if k.token != "" && k.token != ended {
		return k.token, nil, nil
	}
	if k.refusal != nil {
		return "", k.refusal(), nil
	}
	bounded, cancel := context.WithTimeout(ctx, longestLogon)
	defer cancel()
	token, response, err := k.plain.SessionAPI.Logon(bounded, k.logonType).LogonRequest(k.request).Execute()
	if err == nil {
		k.token = token
		return token, nil, nil
	}
	var failure *GenericOpenAPIError
	if response == nil || response.StatusCode < http.StatusMultipleChoices || !errors.As(err, &failure) {
		return "", nil, err
	}
	refusal := func() *http.Response {
		again := *response
		again.Body = io.NopCloser(bytes.NewReader(failure.Body()))
		return &again
	}
	if response.StatusCode == http.StatusUnauthorized || response.StatusCode == http.StatusForbidden {
		k.refusal = refusal
	}
	return "", refusal(), nil
}
