// Makes the calls of tests/interop/src/wire with the Go client of an API, by the names of operations and parameters.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"strconv"
	"strings"

	pvwa "oidc.admin/clients/pvwa"
	wickr "oidc.admin/clients/wickr"
)

type conductedCall struct {
	Operation  string
	Parameters []string
	Path       map[string]string
	Query      map[string]string
	Body       json.RawMessage
	SignedIn   bool
	URL        string            `json:"url"`
	SignIn     map[string]string `json:"signIn"`
}

// clientOf answers the client of an API, and a context that signs in.
func clientOf(api string, call conductedCall) (any, context.Context) {
	ctx := context.Background()
	if api == "pvwa" {
		configuration := pvwa.NewConfiguration()
		configuration.Servers = pvwa.ServerConfigurations{{URL: call.URL}}
		if call.SignedIn {
			keys := map[string]pvwa.APIKey{"session": {Key: call.SignIn["token"]}}
			ctx = context.WithValue(ctx, pvwa.ContextAPIKeys, keys)
		}
		return pvwa.NewAPIClient(configuration), ctx
	}
	configuration := wickr.NewConfiguration()
	configuration.Servers = wickr.ServerConfigurations{{URL: call.URL}}
	keys := wickr.AWSv4{AccessKey: call.SignIn["accessKeyId"], SecretKey: call.SignIn["secretAccessKey"], Region: call.SignIn["region"], Service: "wickr"}
	return wickr.NewAPIClient(configuration), context.WithValue(ctx, wickr.ContextAWSv4, keys)
}

func exported(name string) string {
	return strings.ToUpper(name[:1]) + name[1:]
}

// operation finds the method of an operation in the services of a client.
func operation(client any, name string) reflect.Value {
	services := reflect.ValueOf(client).Elem()
	for index := 0; index < services.NumField(); index++ {
		service := services.Field(index)
		if service.Kind() == reflect.Pointer && services.Type().Field(index).IsExported() {
			if method := service.MethodByName(exported(name)); method.IsValid() {
				return method
			}
		}
	}
	panic("no operation " + name)
}

// withBody hands a request its body, by the only method that takes an object.
func withBody(request reflect.Value, body []byte) (reflect.Value, error) {
	for index := 0; index < request.NumMethod(); index++ {
		method := request.Method(index)
		if method.Type().NumIn() == 1 && method.Type().In(0).Kind() == reflect.Struct {
			value := reflect.New(method.Type().In(0))
			if err := json.Unmarshal(body, value.Interface()); err != nil {
				return request, err
			}
			return method.Call([]reflect.Value{value.Elem()})[0], nil
		}
	}
	panic("no body")
}

// makeCall answers the status that a call got, or what went wrong.
func makeCall(api string, call conductedCall) string {
	client, ctx := clientOf(api, call)
	given := []reflect.Value{reflect.ValueOf(ctx)}
	for _, name := range call.Parameters {
		if value, ok := call.Path[name]; ok {
			given = append(given, reflect.ValueOf(value))
		}
	}
	request := operation(client, call.Operation).Call(given)[0]
	for name, value := range call.Query {
		request = request.MethodByName(exported(name)).Call([]reflect.Value{reflect.ValueOf(value)})[0]
	}
	if call.Body != nil {
		var err error
		if request, err = withBody(request, call.Body); err != nil {
			return err.Error()
		}
	}
	answers := request.MethodByName("Execute").Call(nil)
	response, _ := answers[len(answers)-2].Interface().(*http.Response)
	err, _ := answers[len(answers)-1].Interface().(error)
	if response == nil || (err != nil && response.StatusCode < 300) {
		return fmt.Sprint(err)
	}
	return strconv.Itoa(response.StatusCode)
}

func main() {
	api, origin := os.Args[1], os.Args[2]
	for outcome := ""; ; {
		response, err := http.Post(origin+"/_wire/next", "text/plain", strings.NewReader(outcome))
		if err != nil {
			panic(err)
		}
		text, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			panic(err)
		}
		if len(text) == 0 {
			return
		}
		var call conductedCall
		if err := json.NewDecoder(bytes.NewReader(text)).Decode(&call); err != nil {
			panic(err)
		}
		outcome = makeCall(api, call)
	}
}
