import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the calls of tests/interop/src/wire with the Java client of an API, by the names of operations and parameters. */
public class GeneratedClient {
  final String name;
  final List<Class<?>> apis = new ArrayList<>();

  GeneratedClient(String name, File classes) throws Exception {
    this.name = name;
    for (var file : new File(classes, "oidc/admin/" + name + "/api").list()) {
      if (file.endsWith("Api.class")) apis.add(Class.forName("oidc.admin." + name + ".api." + file.replace(".class", "")));
    }
  }

  Object clientOf(JsonObject call) throws Exception {
    var signIn = call.getAsJsonObject("signIn");
    var type = Class.forName("oidc.admin." + name + ".ApiClient");
    var client = type.getConstructor().newInstance();
    type.getMethod("setBasePath", String.class).invoke(client, call.get("url").getAsString());
    if (!signIn.has("token")) {
      var sign = type.getMethod("setAWS4Configuration", String.class, String.class, String.class, String.class);
      sign.invoke(client, text(signIn, "accessKeyId"), text(signIn, "secretAccessKey"), text(signIn, "region"), "wickr");
    } else if (call.get("signedIn").getAsBoolean()) {
      type.getMethod("setApiKey", String.class).invoke(client, text(signIn, "token"));
    }
    return client;
  }

  static String text(JsonObject object, String property) {
    return object.has(property) ? object.get(property).getAsString() : null;
  }

  /** Answers the status that a call got, or what went wrong. */
  String make(JsonObject call) throws Exception {
    var client = clientOf(call);
    var wanted = text(call, "operation") + "WithHttpInfo";
    for (var api : apis) {
      for (var method : api.getMethods()) {
        if (method.getName().equals(wanted)) return invoke(method, api.getConstructor(client.getClass()).newInstance(client), call);
      }
    }
    throw new IllegalStateException("no operation " + wanted);
  }

  String invoke(Method method, Object api, JsonObject call) throws Exception {
    var given = new ArrayList<Object>();
    for (JsonElement parameter : call.getAsJsonArray("parameters")) {
      var found = text(call.getAsJsonObject("path"), parameter.getAsString());
      given.add(found == null ? text(call.getAsJsonObject("query"), parameter.getAsString()) : found);
    }
    try {
      if (call.has("body")) {
        Type type = method.getGenericParameterTypes()[given.size()];
        var gson = (Gson) Class.forName("oidc.admin." + name + ".JSON").getMethod("getGson").invoke(null);
        given.add(gson.fromJson(call.get("body"), type));
      }
      var response = method.invoke(api, given.toArray());
      return String.valueOf(response.getClass().getMethod("getStatusCode").invoke(response));
    } catch (InvocationTargetException thrown) {
      var cause = thrown.getCause();
      var code = Arrays.stream(cause.getClass().getMethods()).filter(one -> one.getName().equals("getCode")).findFirst();
      var status = code.isPresent() ? (int) code.get().invoke(cause) : 0;
      // A success that cannot be read is one of these errors too.
      return status >= 300 ? String.valueOf(status) : String.valueOf(cause);
    } catch (RuntimeException refused) {
      return String.valueOf(refused);
    }
  }

  public static void main(String[] arguments) throws Exception {
    var client = new GeneratedClient(arguments[0], new File(arguments[1]));
    var http = HttpClient.newHttpClient();
    for (String outcome = ""; ; ) {
      var next = HttpRequest.newBuilder(URI.create(arguments[2] + "/_wire/next")).POST(HttpRequest.BodyPublishers.ofString(outcome));
      var call = http.send(next.build(), HttpResponse.BodyHandlers.ofString()).body();
      if (call.isEmpty()) return;
      outcome = client.make(new Gson().fromJson(call, JsonObject.class));
    }
  }
}
