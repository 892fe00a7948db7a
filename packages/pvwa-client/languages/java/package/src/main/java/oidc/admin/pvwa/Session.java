package oidc.admin.pvwa;

import java.io.IOException;
import oidc.admin.pvwa.api.SessionApi;
import oidc.admin.pvwa.model.LogonRequest;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * A session with a PVWA server, which every API class of this package takes as its client. It logs on before the first
 * call, once more where the server says 401, and {@link #close()} logs off.
 *
 * <p>A wrong name or password is sent once only, as several wrong ones suspend a user: each later call fails alike. No
 * redirect is followed, as the token and the password are for this server alone.
 */
public final class Session extends ApiClient implements AutoCloseable {
  private final ApiClient plain = new ApiClient();
  private final String logonType;
  private final LogonRequest request;
  private String token;
  private ApiException refusal;

  /**
   * A session of a user of the vault. Nothing is sent before the first call.
   *
   * @param url ends with the name of the application, as in https://pvwa.example.net/PasswordVault
   */
  public Session(String url, String username, String password) {
    this(url, username, password, "CyberArk");
  }

  /** The same for another way to authenticate: LDAP, RADIUS, Windows. */
  public Session(String url, String username, String password, String logonType) {
    this.logonType = logonType;
    request = new LogonRequest().username(username).password(password).concurrentSession(true);
    setBasePath(url.replaceAll("/+$", ""));
    plain.setBasePath(getBasePath());
    plain.setHttpClient(plain.getHttpClient().newBuilder().followRedirects(false).build());
    setHttpClient(plain.getHttpClient().newBuilder().addInterceptor(this::withToken).build());
  }

  private Response withToken(Interceptor.Chain chain) throws IOException {
    try {
      String first = logOn(null);
      Response response = chain.proceed(signed(chain.request(), first));
      if (response.code() != 401) return response;
      response.close();
      return chain.proceed(signed(chain.request(), logOn(first)));
    } catch (ApiException error) {
      if (error.getCode() == 0) throw new IOException("The log-on failed", error);
      // An answer to a log-on is an answer to the call that needed it.
      return new Response.Builder()
          .request(chain.request())
          .protocol(Protocol.HTTP_1_1)
          .code(error.getCode())
          .message("The log-on was refused")
          .body(ResponseBody.create(error.getResponseBody(), MediaType.get("application/json")))
          .build();
    }
  }

  private static Request signed(Request request, String token) {
    return request.newBuilder().header("Authorization", token).build();
  }

  /** A token that is another one than the ended one. */
  private synchronized String logOn(String ended) throws ApiException {
    // Another thread may have logged on meanwhile.
    if (token != null && !token.equals(ended)) return token;
    if (refusal != null) throw refusal;
    try {
      token = new SessionApi(plain).logon(logonType, request);
      return token;
    } catch (ApiException error) {
      if (error.getCode() == 401 || error.getCode() == 403) refusal = error;
      throw error;
    }
  }

  /** Ends the session, if there is one. The next call logs on again. */
  @Override
  public synchronized void close() throws ApiException {
    if (token == null) return;
    ApiClient client = new ApiClient();
    client.setBasePath(getBasePath());
    client.setHttpClient(plain.getHttpClient());
    client.setApiKey(token);
    token = null;
    try {
      new SessionApi(client).logoff();
    } catch (ApiException error) {
      // It may have ended by itself.
      if (error.getCode() != 401) throw error;
    }
  }
}
