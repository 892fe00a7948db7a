package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const otherInfo = "/networks/87654321/oidc"

// wickrFacts say for each fault of the API whether the fact that it breaks
// holds.
func wickrFacts() map[string]func(*api) bool {
	all := savedFacts()
	for _, some := range []map[string]func(*api) bool{shownFacts(), failureFacts(), accessFacts()} {
		for name, holds := range some {
			all[name] = holds
		}
	}
	return all
}

// save saves a configuration with members beside those that it needs.
func (a *api) save(members ...any) reply {
	body := map[string]any{"companyId": "us-east-1-acme", "issuer": "https://idp.example.com", "scopes": "openid"}
	for i := 0; i < len(members); i += 2 {
		body[members[i].(string)] = members[i+1]
	}
	return a.call("POST", savePath, quote(body))
}

// shown is the configuration that GetOidcInfo answers.
func (a *api) shown(path string) map[string]any {
	shown, _ := a.call("GET", path, "").object["openidConnectInfo"].(map[string]any)
	return shown
}

func asSent(member string, value any) func(*api) bool {
	return func(a *api) bool {
		a.save(member, value)
		return a.shown(infoPath)[member] == value
	}
}

func savedFacts() map[string]func(*api) bool {
	return map[string]func(*api) bool{
		"scopes-sorted":        asSent("scopes", "openid email profile"),
		"extra-params-decoded": asSent("extraAuthParams", "prompt=log%20in"),
		"emoji-lost":           asSent("customUsername", "user_😀"),
		"test-saves": func(a *api) bool {
			a.save()
			a.call("POST", testPath, `{"issuer":"https://other.example.com","scopes":"openid"}`).expect(a.t, "test", 200)
			return a.shown(infoPath)["issuer"] == "https://idp.example.com"
		},
		"application-id-grows": func(a *api) bool {
			for range 11 {
				a.save()
			}
			number, there := a.shown(infoPath)["applicationId"].(float64)
			return !there || number >= 1 && number <= 10
		},
		"answer-mixed": func(a *api) bool {
			return manyTimes(func(int) bool {
				right := make([]bool, 2)
				atOnce(func(i int) {
					company := fmt.Sprint("us-east-1-acme", i)
					right[i] = a.save("companyId", company).object["companyId"] == company
				})
				return right[0] && right[1]
			})
		},
	}
}

func shownFacts() map[string]func(*api) bool {
	return map[string]func(*api) bool{
		"save-answer-short": func(a *api) bool { return a.save().object["scopes"] == "openid" },
		"unsaved-shows-other": func(a *api) bool {
			a.save()
			return !a.call("GET", otherInfo, "").holds("acme")
		},
		"secret-in-extra-params": func(a *api) bool {
			a.save("secret", "hush-hush", "extraAuthParams", "a=b")
			return a.shown(infoPath)["extraAuthParams"] == "a=b"
		},
		"token-info-always": func(a *api) bool {
			a.save()
			return a.call("GET", infoPath, "").object["tokenInfo"] == nil
		},
	}
}

func failureFacts() map[string]func(*api) bool {
	return map[string]func(*api) bool{
		"unknown-network-400": func(a *api) bool { return a.call("GET", "/networks/00000001/oidc", "").status == 404 },
		"capital-message": func(a *api) bool {
			_, there := send(a.t, "GET", a.base+infoPath, "").object["message"].(string)
			return there
		},
		"errors-without-cors": func(a *api) bool {
			got := send(a.t, "GET", a.base+infoPath, "", "Origin: https://a.example")
			return got.header.Get("Access-Control-Allow-Origin") == "*"
		},
		"test-scopes-optional": func(a *api) bool {
			status := a.call("POST", testPath, `{"issuer":"https://idp.example.com"}`).status
			return status == 400 || status == 422
		},
		"long-network-id-cut": func(a *api) bool {
			a.save()
			status := a.call("GET", "/networks/123456789/oidc", "").status
			return status == 400 || status == 422
		},
	}
}

func accessFacts() map[string]func(*api) bool {
	refused := func(a *api, request *http.Request) bool {
		status := do(a.t, request).status
		return status == 401 || status == 403
	}
	get := func(a *api, edit func(*signer)) *http.Request {
		a.save()
		key := a.key
		edit(&key)
		return key.request(a.t, "GET", a.base, infoPath, nil, "")
	}
	return map[string]func(*api) bool{
		"info-without-role": func(a *api) bool {
			return refused(a, get(a, func(key *signer) { key.id, key.secret = "AKNONE", "other" }))
		},
		"region-any": func(a *api) bool {
			return refused(a, get(a, func(key *signer) { key.region = "eu-west-1" }))
		},
		"old-request-taken": func(a *api) bool {
			return refused(a, get(a, func(key *signer) { key.at = key.at.Add(-400 * time.Second) }))
		},
		"query-left-out": func(a *api) bool {
			request := get(a, func(*signer) {})
			request.URL.RawQuery = url.Values{"clientId": {"x"}}.Encode()
			return refused(a, request)
		},
		"body-hash-trusted": func(a *api) bool {
			key, body := a.key, quote(goodSave())
			key.hashHeader = true
			request := key.request(a.t, "POST", a.base, savePath, nil, body)
			request.Body, request.GetBody = io.NopCloser(strings.NewReader(strings.Replace(body, "acme", "evil", 1))), nil
			return refused(a, request)
		},
	}
}
