package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

const authMethods = "/api/Configuration/AuthenticationMethods"

// pvwaFacts say for each fault of the PVWA whether the fact that it breaks
// holds.
func pvwaFacts() map[string]func(*vault) bool {
	all := map[string]func(*vault) bool{}
	for _, some := range []map[string]func(*vault) bool{storageFacts(), listFacts(), identityFacts(), refusalFacts(), methodFacts(), sessionFacts()} {
		for name, holds := range some {
			all[name] = holds
		}
	}
	return all
}

// add adds a provider with members beside those that it needs.
func (v *vault) add(id string, members ...any) reply {
	body := with(goodProvider(), "id", id)
	for i := 0; i < len(members); i += 2 {
		body[members[i].(string)] = members[i+1]
	}
	return v.call("POST", providers, quote(body))
}

// update updates a provider with members beside those that it needs.
func (v *vault) update(id string, members ...any) reply {
	body := without(goodProvider(), "id")
	for i := 0; i < len(members); i += 2 {
		body[members[i].(string)] = members[i+1]
	}
	return v.call("PUT", providers+"/"+id, quote(body))
}

func (v *vault) read(id string) map[string]any {
	return v.call("GET", providers+"/"+id, "").object
}

// listed is the list of providers by id.
func (v *vault) listed() map[string]map[string]any {
	byID := map[string]map[string]any{}
	all, _ := v.call("GET", providers, "").object["Providers"].([]any)
	for _, one := range all {
		object := one.(map[string]any)
		byID[fmt.Sprint(object["id"])] = object
	}
	return byID
}

// with the token of somebody who is no administrator.
func (v *vault) asPlain(method, path string) reply {
	return send(v.t, method, v.base+path, "", "Authorization: "+v.logOn("paul", "plain"))
}

// atOnce calls something twice at the same time.
func atOnce(call func(i int)) {
	var both sync.WaitGroup
	for i := range 2 {
		both.Go(func() { call(i) })
	}
	both.Wait()
}

// manyTimes repeats what shows a race only where the machine lets it.
func manyTimes(holds func(round int) bool) bool {
	for round := range 20 {
		if !holds(round) {
			return false
		}
	}
	return true
}

func keeps(member string, value any) func(*vault) bool {
	return func(v *vault) bool {
		v.add("Test1")
		v.update("Test1", member, value)
		return v.read("Test1")[member] == value
	}
}

func refuses(member string, value any) func(*vault) bool {
	return func(v *vault) bool {
		v.add("Test1")
		return v.update("Test1", member, value).status == 400
	}
}

func storageFacts() map[string]func(*vault) bool {
	return map[string]func(*vault) bool{
		"description-cut": keeps("description", strings.Repeat("d", 255)),
		"html-escaped":    keeps("description", "R&D <one>"),
		"number-as-text":  refuses("description", 5),
		"client-id-101":   refuses("clientId", strings.Repeat("c", 101)),
		"claim-newline":   refuses("userNameClaim", "email\n"),
		"update-keeps-description": func(v *vault) bool {
			v.add("Test1", "description", "old")
			v.update("Test1")
			return v.read("Test1")["description"] != "old"
		},
		"wrong-claim-default": func(v *vault) bool {
			v.add("Test1", "userNameClaim", "email")
			v.update("Test1")
			return v.read("Test1")["userNameClaim"] == "preferred_username"
		},
		"partial-write": func(v *vault) bool {
			v.add("Test1")
			refused := v.update("Test1", "clientId", "other", "description", strings.Repeat("d", 256))
			return refused.status == 400 && v.read("Test1")["clientId"] == "pvwa"
		},
		"lost-add": func(v *vault) bool {
			return manyTimes(func(round int) bool {
				id := func(i int) string { return fmt.Sprint("Round", round, "no", i) }
				atOnce(func(i int) { v.add(id(i)) })
				return v.read(id(0))["clientId"] == "pvwa" && v.read(id(1))["clientId"] == "pvwa"
			})
		},
	}
}

func listFacts() map[string]func(*vault) bool {
	return map[string]func(*vault) bool{
		"list-stale": func(v *vault) bool {
			v.add("Test1")
			v.listed()
			v.update("Test1", "clientId", "other")
			return v.listed()["Test1"]["clientId"] == "other"
		},
		"list-page": func(v *vault) bool {
			before := len(v.listed())
			for i := range 11 {
				v.add(fmt.Sprint("Test", i))
			}
			return len(v.listed()) == before+11
		},
		"list-shows-secret": func(v *vault) bool {
			v.add("Test1")
			return !v.call("GET", providers, "").holds("hush-hush")
		},
		"list-enum-number": func(v *vault) bool {
			v.add("Test1")
			return v.listed()["Test1"]["clientSecretMethod"] == "Basic"
		},
	}
}

func identityFacts() map[string]func(*vault) bool {
	return map[string]func(*vault) bool{
		"id-not-freed": func(v *vault) bool {
			v.add("Test1")
			v.call("DELETE", providers+"/Test1", "")
			return v.add("Test1").status == 201
		},
		"recreated-inherits": func(v *vault) bool {
			v.add("Test1", "description", "old")
			v.call("DELETE", providers+"/Test1", "")
			v.add("Test1")
			return v.read("Test1")["description"] != "old"
		},
		"read-by-prefix": func(v *vault) bool {
			v.add("Test1")
			return v.call("GET", providers+"/Test", "").status == 404
		},
		"delete-ignores-case": func(v *vault) bool {
			v.add("Test1")
			return v.call("DELETE", providers+"/tEST1", "").status == 404 && v.read("Test1")["id"] == "Test1"
		},
		"id-leading-zeros": func(v *vault) bool {
			return v.add("007").object["id"] == "007" && v.read("007")["id"] == "007"
		},
		"slash-redirect": func(v *vault) bool {
			v.add("Test1")
			request, _ := http.NewRequest("GET", v.base+providers+"/Test1/", nil)
			request.Header.Set("Authorization", v.token)
			response, err := http.DefaultTransport.RoundTrip(request)
			if err != nil {
				v.t.Fatal(err)
			}
			response.Body.Close()
			return response.StatusCode == 200
		},
	}
}

func refusalFacts() map[string]func(*vault) bool {
	return map[string]func(*vault) bool{
		"taken-400": func(v *vault) bool {
			v.add("Test1")
			return v.add("Test1").status == 409
		},
		"not-found-empty": func(v *vault) bool {
			got := v.call("GET", providers+"/none", "")
			return got.status == 404 && got.object["ErrorCode"] != nil
		},
		"details-echo-body": func(v *vault) bool {
			got := v.add("Test1", "userNameClaim", "a-1")
			return got.status == 400 && !got.holds("hush-hush")
		},
		"existence-leaks": func(v *vault) bool { return v.asPlain("GET", providers+"/none").status == 403 },
		"shared-cache": func(v *vault) bool {
			v.add("Test1")
			v.read("Test1")
			return v.asPlain("GET", providers+"/Test1").status == 403
		},
		"read-text-html": func(v *vault) bool {
			v.add("Test1")
			return strings.HasPrefix(v.call("GET", providers+"/Test1", "").header.Get("Content-Type"), "application/json")
		},
		"no-allow-header": func(v *vault) bool {
			got := v.call("PATCH", providers, "{}")
			return got.status == 405 && got.header.Get("Allow") != ""
		},
	}
}

func methodFacts() map[string]func(*vault) bool {
	add := func(v *vault, body string) reply { return v.call("POST", authMethods, body) }
	read := func(v *vault) map[string]any { return v.call("GET", authMethods+"/Test1", "").object }
	return map[string]func(*vault) bool{
		"false-as-true": func(v *vault) bool {
			add(v, `{"id":"Test1","enabled":false}`)
			return read(v)["enabled"] == false
		},
		"second-factor-kept": func(v *vault) bool {
			add(v, `{"id":"Test1","secondFactorAuth":"ldap"}`)
			v.call("PUT", authMethods+"/Test1", `{"secondFactorAuth":""}`)
			return read(v)["secondFactorAuth"] != "ldap"
		},
		"labels-swapped": func(v *vault) bool {
			add(v, `{"id":"Test1","usernameFieldLabel":"user","passwordFieldLabel":"pass"}`)
			return read(v)["usernameFieldLabel"] == "user" && read(v)["passwordFieldLabel"] == "pass"
		},
		"body-id-wins": func(v *vault) bool {
			add(v, `{"id":"Test1"}`)
			v.call("PUT", authMethods+"/Test1", `{"id":"Test2","enabled":true}`)
			return read(v)["id"] == "Test1"
		},
		"delete-without-role": func(v *vault) bool {
			add(v, `{"id":"Test1"}`)
			return v.asPlain("DELETE", authMethods+"/Test1").status == 403 && read(v)["id"] == "Test1"
		},
		"list-without-session": func(v *vault) bool { return send(v.t, "GET", v.base+authMethods, "").status == 401 },
		"add-overwrites": func(v *vault) bool {
			add(v, `{"id":"Test1","enabled":true}`)
			return add(v, `{"id":"Test1","enabled":false}`).status == 409 && read(v)["enabled"] == true
		},
		"id-not-decoded": func(v *vault) bool {
			add(v, `{"id":"Test1"}`)
			return v.call("GET", authMethods+"/%54est1", "").status == 200
		},
		"update-answers-before": func(v *vault) bool {
			add(v, `{"id":"Test1","displayName":"old"}`)
			return v.call("PUT", authMethods+"/Test1", `{"displayName":"new"}`).object["displayName"] == "new"
		},
	}
}

func sessionFacts() map[string]func(*vault) bool {
	post := func(v *vault, kind, body string) reply {
		return send(v.t, "POST", v.base+"/api/Auth/"+kind+"/Logon", body, jsonType)
	}
	return map[string]func(*vault) bool{
		"token-after-logoff": func(v *vault) bool {
			v.call("POST", "/api/Auth/Logoff", "")
			return v.call("GET", providers, "").status == 401
		},
		"concurrent-ignored": func(v *vault) bool {
			v.logOn("anna", "se:cret")
			return v.call("GET", providers, "").status == 200
		},
		"timeout-not-on-write": func(v *vault) bool {
			v.clock = v.clock.Add(1201 * time.Second)
			return v.add("Test1").status == 401
		},
		"ldap-token-object": func(v *vault) bool {
			var token string
			got := post(v, "LDAP", `{"username":"anna","password":"se:cret","concurrentSession":true}`)
			return json.Unmarshal([]byte(got.text), &token) == nil && token != ""
		},
		"logon-error-camel": func(v *vault) bool {
			got := post(v, "CyberArk", `{"username":"nobody","password":"x"}`)
			return got.object["ErrorCode"] != nil && got.object["ErrorMessage"] != nil
		},
	}
}
