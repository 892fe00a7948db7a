package main

import (
	"context"
	"fmt"
	"os"

	wickr "oidc.admin/clients/wickr"
)

func main() {
	configuration := wickr.NewConfiguration()
	configuration.Servers = wickr.ServerConfigurations{{URL: os.Getenv("WICKR_ENDPOINT")}}
	keys := wickr.AWSv4{AccessKey: os.Getenv("AWS_ACCESS_KEY_ID"), SecretKey: os.Getenv("AWS_SECRET_ACCESS_KEY"), Region: os.Getenv("AWS_REGION"), Service: "wickr"}
	// Keys of a role, which end after some time, have a token beside them.
	keys.SessionToken = os.Getenv("AWS_SESSION_TOKEN")
	ctx := context.WithValue(context.Background(), wickr.ContextAWSv4, keys)
	oidc, network := wickr.NewAPIClient(configuration).OIDCAPI, os.Getenv("WICKR_NETWORK_ID")
	saved := wickr.NewRegisterOidcConfigRequest("us-east-1-example", "https://login.example.com", "openid")
	if _, _, err := oidc.RegisterOidcConfig(ctx, network).RegisterOidcConfigRequest(*saved).Execute(); err != nil {
		panic(err)
	}
	info, _, err := oidc.GetOidcInfo(ctx, network).Execute()
	fmt.Println(info, err)
}
