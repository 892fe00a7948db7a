// The whole life on both mocks, with the installed Go clients.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"sort"
	"strings"
	"time"

	pvwa "oidc.admin/clients/pvwa"
	wickr "oidc.admin/clients/wickr"
)

const (
	discovery = "https://idp.example.net/.well-known/openid-configuration"
	secret    = "a secret of Zoë & Co."
	keys      = `{"keys":[{"kty":"RSA","kid":"1","n":"sXchDaQeb","e":"AQAB"}]}`
)

var ctx = context.Background()

func same(actual, expected any) {
	if fmt.Sprint(actual) != fmt.Sprint(expected) {
		log.Panicf("%v is not %v", actual, expected)
	}
}

func right(err error) {
	if err != nil {
		log.Panic(err)
	}
}

// refused holds an error against the status of its answer, and hands out a property of its body.
func refused(status int, response *http.Response, err error, property string) any {
	if err == nil || response == nil {
		log.Panicf("not refused with %d: %v", status, err)
	}
	same(response.StatusCode, status)
	var failure interface{ Body() []byte }
	if !errors.As(err, &failure) {
		log.Panicf("an error without a body: %v", err)
	}
	body := map[string]any{}
	right(json.Unmarshal(failure.Body(), &body))
	return body[property]
}

func hidden(secret string, values ...any) {
	for _, value := range values {
		if strings.Contains(fmt.Sprintf("%v %+v %#v", value, value, value), secret) {
			log.Panic("a secret is shown")
		}
	}
}

func vault(url, username, password string) {
	wrong := pvwa.NewSession(url, "nobody", "wrong")
	for range 2 {
		_, response, err := wrong.ProvidersAPI.ListProviders(ctx).Execute()
		same(refused(401, response, err, "ErrorCode"), "PASWS013E")
	}
	unsent := &closing{}
	request, err := http.NewRequest("POST", url, unsent)
	right(err)
	response, err := wrong.GetConfig().HTTPClient.Do(request)
	right(err)
	same([]any{response.StatusCode, unsent.closed}, []any{401, true})
	session := pvwa.NewSession(url, username, password)
	providers := session.ProvidersAPI
	found := pvwa.NewProviderAddByDiscovery("one", discovery, "Zoë & Co.", "Post")
	found.SetClientSecret(secret)
	byDiscovery := pvwa.ProviderAdd{ProviderAddByDiscovery: found}
	added, _, err := providers.AddProvider(ctx).ProviderAdd(byDiscovery).Execute()
	right(err)
	same(added.GetClientId(), "Zoë & Co.")
	_, response, err = providers.AddProvider(ctx).ProviderAdd(byDiscovery).Execute()
	same(refused(409, response, err, "ErrorCode"), "PASWS409E")
	told := pvwa.NewProviderAddByEndpoints("two", "https://idp.example.net/authorize", "https://idp.example.net", keys, "pvwa", "Basic")
	added, _, err = providers.AddProvider(ctx).ProviderAdd(pvwa.ProviderAdd{ProviderAddByEndpoints: told}).Execute()
	right(err)
	same(added.GetIssuer(), "https://idp.example.net")
	same(ids(session), []string{"one", "two"})
	// The server ends the session, and the client does not know.
	_, err = session.SessionAPI.Logoff(ctx).Execute()
	right(err)
	update := pvwa.NewProviderUpdateByDiscovery(discovery, "new", "Basic")
	update.SetDescription("“updated”")
	_, err = providers.UpdateProvider(ctx, "one").ProviderUpdate(pvwa.ProviderUpdate{ProviderUpdateByDiscovery: update}).Execute()
	right(err)
	read, _, err := providers.GetProvider(ctx, "one").Execute()
	right(err)
	same([]string{read.GetClientId(), read.GetClientSecretMethod(), read.GetDescription()}, []string{"new", "Basic", "“updated”"})
	_, response, err = providers.GetProvider(ctx, "unknown").Execute()
	same(refused(404, response, err, "ErrorCode"), "PASWS404E")
	for _, id := range []string{"one", "two"} {
		_, err = providers.DeleteProvider(ctx, id).Execute()
		right(err)
	}
	same(ids(session), []string{})
	hidden(secret, found, *found, byDiscovery, &byDiscovery)
	hidden(password, session, *pvwa.NewLogonRequest(username, password))
	right(session.LogOff(ctx))
}

func ids(session *pvwa.Session) []string {
	list, _, err := session.ProvidersAPI.ListProviders(ctx).Execute()
	right(err)
	found := []string{}
	for _, one := range list.GetProviders() {
		found = append(found, one.GetId())
	}
	sort.Strings(found)
	return found
}

func oidcOf(url string) *wickr.OIDCAPIService {
	configuration := wickr.NewConfiguration()
	configuration.Servers = wickr.ServerConfigurations{{URL: url}}
	return wickr.NewAPIClient(configuration).OIDCAPI
}

func network(url, region, id string) {
	signing := func(secret string) context.Context {
		keys := wickr.AWSv4{AccessKey: os.Getenv("AWS_ACCESS_KEY_ID"), SecretKey: secret, Region: region, Service: "wickr"}
		return context.WithValue(ctx, wickr.ContextAWSv4, keys)
	}
	oidc, signed := oidcOf(url), signing(os.Getenv("AWS_SECRET_ACCESS_KEY"))
	body := wickr.NewRegisterOidcConfigRequest(region+"-Zoë & Co.", "https://login.example.com", "openid email")
	body.SetSecret(secret)
	body.SetSsoTokenBufferMinutes(5)
	saved, _, err := oidc.RegisterOidcConfig(signed, id).RegisterOidcConfigRequest(*body).Execute()
	right(err)
	same(saved.GetCompanyId(), region+"-Zoë & Co.")
	info, _, err := oidc.GetOidcInfo(signed, id).ClientId("a b+c/ü").RedirectUri("https://app.example/?x=1&y=2").Execute()
	right(err)
	same(info.OpenidConnectInfo.GetSsoTokenBufferMinutes(), 5)
	test := wickr.NewRegisterOidcConfigTestRequest("https://login.example.com", "openid")
	tested, _, err := oidc.RegisterOidcConfigTest(signed, id).RegisterOidcConfigTestRequest(*test).Execute()
	right(err)
	same(tested.GetIssuer(), "https://login.example.com")
	_, response, err := oidc.GetOidcInfo(signed, "00000000").Execute()
	refused(404, response, err, "message")
	wrong := *body
	wrong.SetCompanyId("without-a-region")
	_, response, err = oidc.RegisterOidcConfig(signed, id).RegisterOidcConfigRequest(wrong).Execute()
	same(refused(400, response, err, "message"), "Invalid companyId")
	_, response, err = oidc.GetOidcInfo(signing("wrong"), id).Execute()
	refused(401, response, err, "message")
	hidden(secret, body, *body)
}

// later is what a later server sends: other values, more properties.
func later(url string) {
	session := pvwa.NewSession(url, "user", "password")
	read, _, err := session.ProvidersAPI.GetProvider(ctx, "one").Execute()
	right(err)
	same([]string{read.GetClientSecretMethod(), read.GetAuthenticationFlow()}, []string{"PrivateKeyJwt", "Hybrid"})
	right(session.LogOff(ctx))
	info, _, err := oidcOf(url).GetOidcInfo(ctx, "12345678").Execute()
	right(err)
	same(info.OpenidConnectInfo.GetIssuer(), "https://login.example.com")
}

// moved is a server that names another host, which the judge looks at, for the log-on or for all else.
func moved(url string) {
	for _, what := range []string{"/logon", "/calls"} {
		session := pvwa.NewSession(url+what, "user", "password")
		_, response, err := session.ProvidersAPI.ListProviders(ctx).Execute()
		same(refused(307, response, err, "ErrorCode"), "moved")
		// It fails where there is a session, as this server has no log-off.
		session.LogOff(ctx)
	}
}

// closing is a body that knows whether it was closed.
type closing struct {
	strings.Reader
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return nil
}

type silent struct{}

func (silent) RoundTrip(request *http.Request) (*http.Response, error) {
	<-request.Context().Done()
	return nil, request.Context().Err()
}

// silentServer takes a log-on and never answers: a second call gives up when its own time is over.
func silentServer() {
	session := pvwa.NewSessionOf("http://127.0.0.1:1", "user", "password", "CyberArk", silent{})
	list := func(ctx context.Context) <-chan error {
		ended := make(chan error, 1)
		go func() {
			_, _, err := session.ProvidersAPI.ListProviders(ctx).Execute()
			ended <- err
		}()
		return ended
	}
	long, stop := context.WithCancel(ctx)
	first := list(long)
	time.Sleep(100 * time.Millisecond)
	short, end := context.WithTimeout(ctx, 100*time.Millisecond)
	defer end()
	select {
	case err := <-list(short):
		same(errors.Is(err, context.DeadlineExceeded), true)
	case <-time.After(20 * time.Second):
		log.Panic("a call waits for the log-on of another one, though its own time is over")
	}
	stop()
	same(errors.Is(<-first, context.Canceled), true)
}

func main() {
	vault(os.Getenv("PVWA_URL"), os.Getenv("PVWA_USERNAME"), os.Getenv("PVWA_PASSWORD"))
	network(os.Getenv("WICKR_ENDPOINT"), os.Getenv("AWS_REGION"), os.Getenv("WICKR_NETWORK_ID"))
	later(os.Getenv("LATER_URL"))
	moved(os.Getenv("MOVED_URL"))
	silentServer()
	fmt.Println("lived")
}
