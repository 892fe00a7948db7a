package main

import (
	"context"
	"fmt"
	"os"

	pvwa "oidc.admin/clients/pvwa"
)

func main() {
	ctx := context.Background()
	session := pvwa.NewSession(os.Getenv("PVWA_URL"), os.Getenv("PVWA_USERNAME"), os.Getenv("PVWA_PASSWORD"))
	defer session.LogOff(ctx)
	added := pvwa.NewProviderAddByDiscovery("example", "https://idp.example.net/.well-known/openid-configuration", "pvwa", "Post")
	body := pvwa.ProviderAdd{ProviderAddByDiscovery: added}
	if _, _, err := session.ProvidersAPI.AddProvider(ctx).ProviderAdd(body).Execute(); err != nil {
		panic(err)
	}
	list, _, err := session.ProvidersAPI.ListProviders(ctx).Execute()
	fmt.Println(list.GetProviders()[0].GetId(), err)
	session.ProvidersAPI.DeleteProvider(ctx, "example").Execute()
}
