package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"plainservers/internal/wickr"
)

// api is a running Wickr Admin API.
type api struct {
	t    *testing.T
	base string
	key  signer
}

func newAPI(t *testing.T, seed int64, loose bool, set ...string) *api {
	t.Helper()
	return faultyAPI(t, "", seed, loose, set...)
}

func faultyAPI(t *testing.T, fault string, seed int64, loose bool, set ...string) *api {
	t.Helper()
	config := wickr.Config{
		Keys: []wickr.Key{{ID: "AKADMIN", Secret: "s/e+c", Admin: true}, {ID: "AKNONE", Secret: "other"},
			{ID: "ASTEMP", Secret: "third", SessionToken: "tok/en+==", Admin: true}},
		Networks: []string{"12345678", "87654321"}, Region: "us-east-1", CompanyPrefix: "us-east-1-",
		Choices: draw(t, wickr.Choices(), seed, loose, set...), Fault: fault,
	}
	return &api{t: t, base: serve(t, wickr.New(config)),
		key: signer{id: "AKADMIN", secret: "s/e+c", region: "us-east-1", service: "wickr", at: time.Now()}}
}

func (a *api) call(method, path, body string) reply {
	a.t.Helper()
	return do(a.t, a.key.request(a.t, method, a.base, path, nil, body))
}

var sevenErrors = map[string]int{"BadRequestError": 400, "UnauthorizedError": 401, "ForbiddenError": 403, "ResourceNotFoundError": 404,
	"ValidationError": 422, "RateLimitError": 429, "InternalServerError": 500}

// checkFailure checks name, pair and message, and gives the name.
func checkFailure(t *testing.T, what string, got reply) string {
	t.Helper()
	name, _, _ := strings.Cut(got.header.Get("x-amzn-errortype"), ":")
	for _, member := range []string{"__type", "code"} {
		if text, found := got.object[member].(string); found && name == "" {
			name = text[strings.LastIndex(text, "#")+1:]
		}
	}
	if status, known := sevenErrors[name]; name == "" || known && status != got.status {
		t.Errorf("%s: name %q with status %d", what, name, got.status)
	}
	_, worded := got.object["message"].(string)
	if _, reasons := got.object["reasons"]; !worded && !(reasons && name == "ValidationError") {
		t.Errorf("%s: neither message nor reasons: %s", what, got.text)
	}
	if got.holds("hush-hush") {
		t.Errorf("%s: the error holds the secret", what)
	}
	return name
}

const (
	savePath = "/networks/12345678/oidc/save"
	testPath = "/networks/12345678/oidc/test"
	infoPath = "/networks/12345678/oidc"
)

func goodSave() map[string]any {
	return map[string]any{"companyId": "us-east-1-acme", "issuer": "https://idp.example.com", "scopes": "openid email", "secret": "hush-hush",
		"customUsername": "näme", "extraAuthParams": "a=b&c=d", "ssoTokenBufferMinutes": 5, "userId": "email"}
}

func TestSaveAndInfo(t *testing.T) {
	forSeeds(t, func(t *testing.T, seed int64) {
		a := newAPI(t, seed, false)
		before := a.call("GET", infoPath, "").expect(t, "before the save", 200, 404)
		if before.status == 404 {
			checkFailure(t, "before the save", before)
		}
		saved := a.call("POST", savePath, quote(goodSave())).expect(t, "save", 200)
		checkSaved(t, saved.object, goodSave())
		info := a.call("GET", infoPath, "").expect(t, "info", 200)
		shown, _ := info.object["openidConnectInfo"].(map[string]any)
		checkSaved(t, shown, goodSave())
		if strings.Count(strings.ReplaceAll(info.text, `"hush-hush"`, ""), "hush-hush") != 0 || info.object["tokenInfo"] != nil {
			t.Errorf("info: %s", info.text)
		}
		small := without(goodSave(), "secret", "customUsername", "extraAuthParams", "ssoTokenBufferMinutes", "userId")
		a.call("POST", savePath, quote(small)).expect(t, "second save", 200)
		info = a.call("GET", infoPath, "").expect(t, "info", 200)
		shown, _ = info.object["openidConnectInfo"].(map[string]any)
		checkSaved(t, shown, small)
		if other := a.call("GET", "/networks/87654321/oidc", ""); other.holds("acme") {
			t.Errorf("two networks share: %s", other.text)
		}
	})
}

// checkSaved compares all but the secret.
func checkSaved(t *testing.T, shown, sent map[string]any) {
	t.Helper()
	for _, name := range []string{"companyId", "issuer", "scopes", "customUsername", "extraAuthParams", "ssoTokenBufferMinutes", "userId"} {
		if quote(shown[name]) != quote(sent[name]) {
			t.Errorf("%s is %v, sent was %v", name, shown[name], sent[name])
		}
	}
	if _, found := sent["secret"]; !found && (shown["secret"] != nil || shown["clientSecret"] != nil) {
		t.Errorf("a secret came from nowhere")
	}
}

func TestTokenInfo(t *testing.T) {
	forSeeds(t, func(t *testing.T, seed int64) {
		a := newAPI(t, seed, false)
		a.call("POST", savePath, quote(goodSave())).expect(t, "save", 200)
		query := url.Values{"code": {"a b+c/é~*'"}, "grantType": {"authorization_code"}, "clientSecret": {"never"}, "url": {"https://x.example/?a=b&c=%20"}, "z": {"2", "1"}}
		got := do(t, a.key.request(t, "GET", a.base, infoPath, query, "")).expect(t, "with a code", 200)
		if got.object["tokenInfo"] == nil || got.holds("never") {
			t.Errorf("info: %s", got.text)
		}
		changed := a.key.request(t, "GET", a.base, infoPath, query, "")
		changed.URL.RawQuery += "&more=1"
		do(t, changed).expect(t, "query changed", 401, 403)
		query.Del("grantType")
		got = do(t, a.key.request(t, "GET", a.base, infoPath, query, "")).expect(t, "without grantType", 200)
		if got.object["tokenInfo"] != nil {
			t.Errorf("info: %s", got.text)
		}
	})
}

func TestSignatures(t *testing.T) {
	forSeeds(t, func(t *testing.T, seed int64) {
		a := newAPI(t, seed, false)
		body := quote(goodSave())
		refused := func(what string, edit func(*signer), after func(*http.Request)) {
			t.Helper()
			key := a.key
			edit(&key)
			r := key.request(t, "POST", a.base, savePath, nil, body)
			after(r)
			checkFailure(t, what, do(t, r).expect(t, what, 401, 403))
		}
		same, keep := func(*signer) {}, func(*http.Request) {}
		refused("unsigned", same, func(r *http.Request) { r.Header.Del("Authorization") })
		refused("nonsense", same, func(r *http.Request) { r.Header.Set("Authorization", "Bearer x") })
		refused("unknown key", func(s *signer) { s.id = "AKOTHER" }, keep)
		refused("wrong secret", func(s *signer) { s.secret = "x" }, keep)
		refused("wrong region", func(s *signer) { s.region = "eu-west-1" }, keep)
		refused("wrong service", func(s *signer) { s.service = "s3" }, keep)
		refused("too old", func(s *signer) { s.at = s.at.Add(-301 * time.Second) }, keep)
		refused("too new", func(s *signer) { s.at = s.at.Add(310 * time.Second) }, keep)
		refused("body changed", same, func(r *http.Request) {
			r.Body, r.GetBody = io.NopCloser(strings.NewReader(strings.Replace(body, "acme", "evil", 1))), nil
		})
		refused("stated hash wrong", func(s *signer) { s.hashHeader = true }, func(r *http.Request) { r.Header.Set("x-amz-content-sha256", "UNSIGNED-PAYLOAD") })
		refused("unsigned x-amz header", same, func(r *http.Request) { r.Header.Set("x-amz-security-token", "late") })
		refused("no rights", func(s *signer) { s.id, s.secret = "AKNONE", "other" }, keep)
		refused("token missing", func(s *signer) { s.id, s.secret = "ASTEMP", "third" }, keep)
		refused("token wrong", func(s *signer) { s.id, s.secret, s.token = "ASTEMP", "third", "x" }, keep)
		for _, change := range []func(*signer){
			func(s *signer) { s.id, s.secret, s.token = "ASTEMP", "third", "tok/en+==" },
			func(s *signer) { s.hashHeader = true },
			func(s *signer) { s.at = s.at.Add(-290 * time.Second) },
			func(s *signer) { s.at = s.at.Add(290 * time.Second) },
		} {
			key := a.key
			change(&key)
			do(t, key.request(t, "POST", a.base, savePath, nil, body)).expect(t, "rightly signed", 200)
		}
	})
}

func TestSaveBodies(t *testing.T) {
	good := goodSave()
	cases := []struct {
		name  string
		body  string
		right []int
		names []string
	}{
		{"no issuer", quote(without(good, "issuer")), []int{400, 422}, []string{"BadRequestError", "ValidationError"}},
		{"issuer null", quote(with(good, "issuer", nil)), []int{400, 422}, []string{"BadRequestError", "ValidationError"}},
		{"empty company", quote(with(good, "companyId", "")), []int{400, 422}, []string{"BadRequestError", "ValidationError"}},
		{"company without prefix", quote(with(good, "companyId", "acme")), []int{400}, []string{"BadRequestError"}},
		{"scopes list", quote(with(good, "scopes", []string{"openid"})), []int{400, 422}, []string{"SerializationException", "ValidationError"}},
		{"minutes text", quote(with(good, "ssoTokenBufferMinutes", "5")), []int{400, 422}, []string{"SerializationException", "ValidationError"}},
		{"minutes fraction", quote(with(good, "ssoTokenBufferMinutes", 5.5)), []int{400, 422}, []string{"SerializationException", "ValidationError"}},
		{"secret null", quote(with(good, "secret", nil)), []int{200, 422}, []string{"", "ValidationError"}},
		{"unknown member", quote(with(good, "colour", 1)), []int{200}, []string{""}},
		{"malformed", `{"companyId":`, []int{400}, []string{"BadRequestError"}},
		{"bare word", `{"companyId":tru}`, []int{400}, []string{"BadRequestError"}},
		{"empty", ``, []int{400, 422}, []string{"BadRequestError", "ValidationError"}},
		{"array", `[]`, []int{400}, []string{"BadRequestError", "SerializationException"}},
	}
	forSeeds(t, func(t *testing.T, seed int64) {
		a := newAPI(t, seed, false)
		for _, c := range cases {
			got := a.call("POST", savePath, c.body).expect(t, c.name, c.right...)
			name := ""
			if got.status != 200 {
				name = checkFailure(t, c.name, got)
			}
			if !slices.Contains(c.names, name) {
				t.Errorf("%s: error name %q", c.name, name)
			}
		}
		wrong := a.key.request(t, "POST", a.base, savePath, nil, quote(good))
		for _, path := range []string{"/networks/1234567/oidc/save", "/networks/123456789/oidc/save", "/networks/abcdefgh/oidc/save"} {
			checkFailure(t, path, a.call("POST", path, quote(good)).expect(t, path, 400, 422))
		}
		checkFailure(t, "unknown network", a.call("POST", "/networks/00000000/oidc/save", quote(good)).expect(t, "unknown network", 404))
		checkFailure(t, "unknown network", a.call("GET", "/networks/00000000/oidc", "").expect(t, "unknown network", 404))
		do(t, wrong).expect(t, "save", 200)
	})
}

func TestMediaTypesOfSave(t *testing.T) {
	forSeeds(t, func(t *testing.T, seed int64) {
		a := newAPI(t, seed, false)
		for mediaType, right := range map[string][]int{"text/plain": {400, 415, 422}, "application/json; charset=UTF-8": {200}} {
			r := a.key.request(t, "POST", a.base, savePath, nil, quote(goodSave()))
			stamp := r.Header.Get("x-amz-date")
			headers := map[string]string{"host": r.URL.Host, "x-amz-date": stamp, "content-type": mediaType}
			a.key.sign(r, stamp, headers, []string{"POST", savePath, ""}, quote(goodSave()))
			if got := do(t, r).expect(t, mediaType, right...); got.status != 200 {
				checkFailure(t, mediaType, got)
			}
		}
	})
}

func TestIssuerTest(t *testing.T) {
	forSeeds(t, func(t *testing.T, seed int64) {
		a := newAPI(t, seed, false)
		body := func(issuer any) string { return quote(map[string]any{"issuer": issuer, "scopes": "openid"}) }
		a.call("POST", testPath, body("https://idp.example.com/")).expect(t, "public", 200)
		for _, issuer := range []string{"https://localhost:1/", "https://127.0.0.1/", "https://[::1]/", "https://10.1.2.3", "http://idp.example.com", "https://a.invalid", "no url"} {
			checkFailure(t, issuer, a.call("POST", testPath, body(issuer)).expect(t, issuer, 400))
		}
		checkFailure(t, "empty", a.call("POST", testPath, body("")).expect(t, "empty", 400, 422))
		checkFailure(t, "no scopes", a.call("POST", testPath, `{"issuer":"https://idp.example.com"}`).expect(t, "no scopes", 400, 422))
		if got := a.call("GET", infoPath, ""); got.holds("idp.example.com") {
			t.Error("a test saves")
		}
	})
}

func TestRoutesOfWickr(t *testing.T) {
	forSeeds(t, func(t *testing.T, seed int64) {
		a := newAPI(t, seed, false)
		checkFailure(t, "unknown path", a.call("GET", "/networks/12345678/other", "").expect(t, "unknown path", 404))
		checkFailure(t, "DELETE", a.call("DELETE", infoPath, "").expect(t, "DELETE", 400, 404, 405))
		got := send(t, "OPTIONS", a.base+savePath, "", "Origin: https://a.example", "Access-Control-Request-Method: POST").expect(t, "preflight", 200, 204)
		if got.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Error("no CORS header")
		}
	})
}

func TestSeedZeroOfWickr(t *testing.T) {
	a := newAPI(t, 0, false)
	got := a.call("GET", infoPath, "").expect(t, "before the save", 200)
	if info, _ := got.object["openidConnectInfo"].(map[string]any); info["companyId"] != "" {
		t.Errorf("info: %s", got.text)
	}
	got = a.call("POST", savePath, quote(with(goodSave(), "scopes", 5))).expect(t, "wrong type", 400)
	if got.header.Get("x-amzn-errortype") != "SerializationException" {
		t.Errorf("header: %v", got.header)
	}
	got = a.call("POST", savePath, quote(with(goodSave(), "secret", nil))).expect(t, "null", 422)
	if got.object["message"] != nil || got.object["reasons"] == nil {
		t.Errorf("error: %s", got.text)
	}
	got = a.call("POST", savePath, quote(goodSave())).expect(t, "save", 200)
	if data, _ := json.Marshal(got.object); strings.Contains(string(data), "hush-hush") {
		t.Error("the secret is not masked")
	}
}
