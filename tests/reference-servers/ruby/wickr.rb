# AWS Wickr Admin: the three OIDC operations behind Signature Version 4.
require 'json'
require 'openssl'
require 'securerandom'
require 'base64'
require 'net/http'
require 'uri'

class AwsError < StandardError
  attr_reader :status, :name, :reasons
  def initialize(status, name, msg, reasons = nil) ; super(msg) ; @status = status ; @name = name ; @reasons = reasons ; end
end

class Wickr
  Principal = Struct.new(:key, :secret, :token, :role)
  SKEW = 300

  # principals: key id => Principal; issuers are those that are known without a request, and an asterisk is all public ones
  def initialize(principals, networks, region, issuers)
    @lock = Mutex.new
    @region = region
    @who = principals
    @networks = networks
    @issuers = issuers
    @config = {} ; @made = {}
    # only used by faults
    @sigs = {} ; @shared = {} ; @replica = {} ; @saves = Hash.new(0) ; @tokens = {}
  end

  def f?(n) ; $fault == n ; end

  CORS = { 'Access-Control-Allow-Origin' => '*', 'Access-Control-Expose-Headers' => 'x-amzn-errortype,x-amzn-requestid' }

  def json(status, v, extra = {})
    Res.new(status, JSON.generate(v), { 'Content-Type' => 'application/json', 'x-amzn-RequestId' => SecureRandom.uuid }.merge(CORS).merge(extra))
  end

  def error(status, name, msg, reasons = nil)
    b = { 'message' => msg }
    b['reasons'] = reasons if reasons
    json(status, b, { 'x-amzn-errortype' => name })
  end

  def problem(status, msg)
    names = { 400 => 'BadRequestError', 413 => 'RequestEntityTooLargeException', 500 => 'InternalServerError' }
    error(status, names[status] || 'BadRequestException', msg)
  end

  def fail!(status, name, msg, reasons = nil) ; raise AwsError.new(status, name, msg, reasons) ; end
  def bad(msg) ; fail!(400, 'BadRequestError', msg) ; end

  def call(req)
    if req.method == 'OPTIONS' && req['origin'] && req['access-control-request-method']
      return Res.new(200, '', CORS.merge('Access-Control-Allow-Methods' => 'GET, POST', 'Access-Control-Max-Age' => '600',
        'Access-Control-Allow-Headers' => 'authorization,content-type,x-amz-date,x-amz-security-token,x-amz-content-sha256,x-amz-user-agent,amz-sdk-invocation-id,amz-sdk-request'))
    end
    who = authenticate(req)
    seg = req.segments
    seg.pop if seg.size > 1 && seg.last == ''
    op = if seg.size == 4 && seg[0] == 'networks' && seg[2] == 'oidc' && %w[save test].include?(seg[3]) then seg[3].to_sym
         elsif seg.size == 3 && seg[0] == 'networks' && seg[2] == 'oidc' then :get
         end
    fail!(404, 'ResourceNotFoundError', 'There is nothing at this address.') unless op
    bad('The method is not allowed here.') unless req.method == (op == :get ? 'GET' : 'POST')
    net = seg[1]
    if f?('network-id-parsed-as-number')
      net = format('%08d', net.to_i) if net =~ /\A\s*\d/
    end
    bad('networkId must be exactly 8 digits') unless net =~ /\A[0-9]{8}\z/
    unless who.role == 'admin' || (who.role == 'reader' && op == :get)
      fail!(403, 'ForbiddenError', 'You may not perform this action')
    end
    fail!(404, 'ResourceNotFoundError', 'Network not found') unless @networks.include?(net)
    case op
    when :save then save(req, net)
    when :test then test(req, net)
    when :get then info(req, net)
    end
  rescue AwsError => e
    error(e.status, e.name, e.message, e.reasons)
  end

  # ---- Signature Version 4
  def uri_encode(s) ; s.b.gsub(/[^A-Za-z0-9\-._~]/n) { |c| format('%%%02X', c.ord) } ; end

  def canonical_paths(raw)
    out = []
    raw.split('/', -1)[1..].to_a.each { |x| if x == '..' then out.pop elsif x != '.' && x != '' then out << x end }
    tail = raw.end_with?('/') && !out.empty? ? '/' : ''
    twice = '/' + out.map { |x| uri_encode(x) }.join('/') + tail
    [twice, '/' + out.join('/') + tail].uniq
  end

  def canonical_queries(q)
    return [''] if q.nil? || q == ''
    [false, true].map do |plus|
      q.split('&').reject(&:empty?).map { |p| p.split('=', 2) }
       .map { |k, v| [uri_encode(Http.unescape(k.to_s, plus)), uri_encode(Http.unescape(v.to_s, plus))] }
       .sort.map { |k, v| "#{k}=#{v}" }.join('&')
    end.uniq
  end

  def hmac(k, d) ; OpenSSL::HMAC.digest('SHA256', k, d) ; end

  def authenticate(req)
    a = req['authorization']
    fail!(403, 'MissingAuthenticationToken', 'Missing Authentication Token') if a.nil? || a.strip == ''
    fail!(403, 'IncompleteSignature', 'The algorithm is not AWS4-HMAC-SHA256') unless a =~ /\AAWS4-HMAC-SHA256\s+(.*)\z/m
    f = $1.split(',').map { |x| x.strip.split('=', 2) }.to_h { |k, v| [k, v] }
    cred, signed, sig = f['Credential'], f['SignedHeaders'], f['Signature']
    fail!(403, 'IncompleteSignature', 'Authorization needs Credential, SignedHeaders and Signature') unless cred && signed && sig
    key, day, region, service, term = *cred.split('/')
    p = @who[key]
    fail!(403, 'UnrecognizedClientException', 'The security token included in the request is invalid') unless p
    tok = req['x-amz-security-token']
    fail!(403, 'UnrecognizedClientException', 'The security token included in the request is invalid') unless tok == p.token || (p.token.nil? && tok == '')
    region_ok = region == @region || (f?('region-not-checked') && region =~ /\A[a-z0-9-]+\z/)
    unless region_ok && service == 'wickr' && term == 'aws4_request' && cred.count('/') == 4
      fail!(403, 'InvalidSignatureException', 'Credential should be scoped to a valid region and service')
    end
    stamp = req['x-amz-date']
    t = begin
      if stamp then Time.strptime(stamp, '%Y%m%dT%H%M%S%z') if stamp =~ /\A\d{8}T\d{6}Z\z/
      elsif req['date']
        x = Time.httpdate(req['date']).utc ; stamp = x.strftime('%Y%m%dT%H%M%SZ') ; x
      end
    rescue ArgumentError
      nil
    end
    fail!(403, 'IncompleteSignature', 'X-Amz-Date is missing or not a date') unless t
    off = Time.now - t
    if off > SKEW || (off < -SKEW && !f?('future-dates'))
      fail!(403, 'RequestExpired', 'Signature expired or not yet current')
    end
    fail!(403, 'InvalidSignatureException', 'Date in Credential scope does not match') unless day == stamp[0, 8]
    names = signed.split(';')
    unless names.include?('host') && (names & %w[x-amz-date date]).any? && names == names.map(&:downcase) && names == names.uniq
      fail!(403, 'InvalidSignatureException', 'host and the date must be signed')
    end
    if f?('verified-signature-kept') && @sigs[a]
      return p
    end
    hash = OpenSSL::Digest::SHA256.hexdigest(req.body)
    given = req['x-amz-content-sha256']
    if given
      if f?('body-hash-from-header') then hash = given
      elsif given.downcase != hash
        fail!(403, 'InvalidSignatureException', 'The body is not the one that was signed')
      end
    end
    hs = names.map do |n|
      v = req.headers[n] or fail!(403, 'InvalidSignatureException', "#{n} was signed and is missing")
      "#{n}:#{v.map { |x| x.strip.gsub(/ +/, ' ') }.join(',')}\n"
    end.join
    k = %W[#{day} #{region} wickr aws4_request].inject('AWS4' + p.secret) { |kk, d| hmac(kk, d) }
    ok = canonical_paths(req.raw_path).any? do |path|
      canonical_queries(req.query).any? do |q|
        canon = [req.method, path, q, hs, signed, hash].join("\n")
        sts = ['AWS4-HMAC-SHA256', stamp, [day, region, 'wickr', 'aws4_request'].join('/'), OpenSSL::Digest::SHA256.hexdigest(canon)].join("\n")
        OpenSSL::HMAC.hexdigest('SHA256', k, sts) == sig
      end
    end
    fail!(403, 'InvalidSignatureException', 'The request signature we calculated does not match the signature you provided') unless ok
    @sigs[a] = true if f?('verified-signature-kept')
    p
  end

  # ---- bodies
  def body(req, types)
    bad('A body is required') if req.body.empty?
    type = (req['content-type'] || '').split(';').first.to_s.strip.downcase
    fail!(415, 'UnsupportedMediaTypeException', 'The media type must be application/json') unless type == 'application/json'
    v = begin
      StrictJson.parse(req.body, trailing_ok: f?('text-after-json'))
    rescue StrictJson::Bad
      bad('The body is not valid JSON')
    end
    bad('The body must be an object') unless v.is_a?(Hash)
    v = v.select { |k, _| types.key?(k) }
    wrong = []
    types.each do |k, t|
      x = v[k]
      next if x.nil?
      if t == :int
        x = v[k] = x.to_i if x.is_a?(Float) && x.finite? && x == x.to_i
        wrong << k unless x.is_a?(Integer) && x.between?(-2**31, 2**31 - 1)
      else
        wrong << k unless x.is_a?(String)
      end
    end
    yield v, wrong if block_given?
    unless wrong.empty?
      fail!(422, 'ValidationError', 'Validation error', wrong.map { |k| { 'field' => k, 'reason' => "must be #{types[k] == :int ? 'an integer' : 'a string'}" } })
    end
    v
  end

  SAVE = { 'companyId' => :str, 'issuer' => :str, 'scopes' => :str, 'customUsername' => :str, 'extraAuthParams' => :str,
           'secret' => :str, 'ssoTokenBufferMinutes' => :int, 'userId' => :str }
  TEST = { 'issuer' => :str, 'scopes' => :str, 'extraAuthParams' => :str, 'certificate' => :str }

  def save(req, net)
    b = body(req, SAVE) do |v, wrong|
      if f?('refused-save-keeps-issuer') && !wrong.empty? && @config[net] && v['issuer'].is_a?(String) && v['issuer'] != ''
        @lock.synchronize { @config[net]['issuer'] = v['issuer'] }
      end
    end
    bad('Company ID is required') if b['companyId'].nil? || b['companyId'] == ''
    inside = f?('prefix-anywhere') ? b['companyId'].include?("#{@region}-") : b['companyId'].start_with?("#{@region}-")
    unless inside
      bad(f?('refusal-quotes-request') ? "Invalid companyId: #{JSON.generate(b)}" : 'Invalid companyId')
    end
    bad('issuer is a required field') if b['issuer'].nil? || b['issuer'] == ''
    bad('scopes is a required field') if b['scopes'].nil? || b['scopes'] == ''
    n = b.reject { |k, v| v.nil? || k == 'secret' }
    n['issuer'] = n['issuer'].chomp('/') if f?('issuer-slash-cut')
    n['scopes'] = n['scopes'].split(' ').uniq.join(' ') if f?('scopes-deduplicated')
    n['customUsername'] = n['customUsername'].unicode_normalize(:nfc) if f?('claim-nfc') && n['customUsername']
    n['extraAuthParams'] = Http.unescape(n['extraAuthParams']) if f?('extra-params-unescaped') && n['extraAuthParams']
    n.delete('ssoTokenBufferMinutes') if f?('zero-minutes-dropped') && n['ssoTokenBufferMinutes'] == 0
    res = nil
    @lock.synchronize do
      made = @made[net] ||= { 'clientId' => SecureRandom.hex(10), 'applicationId' => 1,
                              'redirectUrl' => 'https://messaging-pro-prod.wickr.com/deeplink/oidc.php' }
      old = @config[net]
      if f?('custom-username-kept') && old && old['companyId'] == n['companyId'] && !n.key?('customUsername') && old['customUsername']
        n['customUsername'] = old['customUsername']
      end
      n = n.merge(made)
      b.each { |k, v| n[k] = nil if v.nil? && SAVE.key?(k) && k != 'secret' } if f?('null-echoed')
      n['redirectUrl'] = made['redirectUrl'] + '?client_secret=' + uri_encode(b['secret']) if f?('secret-in-redirect-url') && b['secret'] && b['secret'] != ''
      res = json(200, n)
      @saves[net] += 1
      return res if f?('fifth-save-not-kept') && @saves[net] % 5 == 0
      if f?('replica-lags') && old
        @replica[net] = [Process.clock_gettime(Process::CLOCK_MONOTONIC), old, req.conn.object_id]
      end
      if f?('extras-by-company')
        @shared[n['companyId']] = n.slice('customUsername', 'extraAuthParams')
      end
      @config[net] = n unless f?('torn-save') && old
    end
    if f?('torn-save') && @config[net] && !@config[net].equal?(n)
      (@config[net].keys | n.keys).each do |k|
        @lock.synchronize { c = @config[net].dup ; n.key?(k) ? c[k] = n[k] : c.delete(k) ; @config[net] = c }
        sleep 0.004
      end
    end
    res
  end

  # ---- GetOidcInfo
  def info(req, net)
    q = {}
    req.query.to_s.split('&').each { |p| k, v = p.split('=', 2) ; k = Http.unescape(k.to_s, true) ; q[k] = Http.unescape(v.to_s, true) unless q.key?(k) }
    q.each_value { |v| bad('The query is not UTF-8') unless v.valid_encoding? }
    c = @lock.synchronize { @config[net] }
    fail!(404, 'ResourceNotFoundError', 'The network has no OIDC configuration') unless c
    if f?('replica-lags') && (r = @replica[net])
      c = r[1] if Process.clock_gettime(Process::CLOCK_MONOTONIC) - r[0] < 1.5 && r[2] != req.conn.object_id
    end
    if f?('get-stores-client-id') && q['clientId'].to_s != ''
      @lock.synchronize { c['clientId'] = @made[net]['clientId'] = q['clientId'] }
    end
    if f?('extras-by-company') && (s = @shared[c['companyId']])
      c = c.reject { |k, _| %w[customUsername extraAuthParams].include?(k) }.merge(s)
    end
    out = { 'openidConnectInfo' => c }
    if q['code'].to_s != '' && q['grantType'].to_s != ''
      t = { 'accessToken' => SecureRandom.urlsafe_base64(32), 'idToken' => SecureRandom.urlsafe_base64(48),
            'refreshToken' => SecureRandom.urlsafe_base64(32), 'tokenType' => 'Bearer', 'expiresIn' => 3600 }
      if q['codeVerifier'].to_s != ''
        t['codeVerifier'] = q['codeVerifier']
        t['codeChallenge'] = Base64.urlsafe_encode64(OpenSSL::Digest::SHA256.digest(q['codeVerifier']), padding: false)
      end
      out['tokenInfo'] = t
      @tokens[net] = t if f?('token-info-stays')
    elsif f?('token-info-stays') && @tokens[net]
      out['tokenInfo'] = @tokens[net]
    end
    json(200, out)
  end

  # ---- RegisterOidcConfigTest
  def test(req, net)
    b = body(req, TEST)
    bad('issuer is a required field') if b['issuer'].nil? || b['issuer'] == ''
    bad('scopes is a required field') if b['scopes'].nil? || b['scopes'] == ''
    if f?('test-stores-scopes') && (c = @config[net]) && c['issuer'] == b['issuer']
      @lock.synchronize { c['scopes'] = b['scopes'] }
    end
    d = known?(b['issuer']) ? synthetic(b['issuer']) : discover(b['issuer'], b['certificate'])
    map = { 'issuer' => 'issuer', 'authorization_endpoint' => 'authorizationEndpoint', 'token_endpoint' => 'tokenEndpoint',
            'userinfo_endpoint' => 'userinfoEndpoint', 'end_session_endpoint' => 'endSessionEndpoint', 'logout_endpoint' => 'logoutEndpoint',
            'revocation_endpoint' => 'revocationEndpoint' }
    lists = { 'response_types_supported' => 'responseTypesSupported', 'scopes_supported' => 'scopesSupported',
              'grant_types_supported' => 'grantTypesSupported', 'token_endpoint_auth_methods_supported' => 'tokenEndpointAuthMethodsSupported' }
    out = {}
    map.each { |k, o| out[o] = d[k] if d[k].is_a?(String) }
    lists.each { |k, o| out[o] = d[k] if d[k].is_a?(Array) && d[k].all? { |x| x.is_a?(String) } }
    out['microsoftMultiRefreshToken'] = d['microsoft_multi_refresh_token'] if [true, false].include?(d['microsoft_multi_refresh_token'])
    json(200, out)
  end

  def known?(iss)
    return iss =~ %r{\Ahttps://[a-z0-9.-]+}i && iss !~ %r{\Ahttps://([^/:]*\.)?(invalid|localhost|test)(?=[:/]|\z)}i if @issuers == ['*']
    @issuers.any? { |i| i.chomp('/') == iss.chomp('/') }
  end

  def synthetic(iss)
    x = iss.chomp('/')
    { 'issuer' => iss, 'authorization_endpoint' => "#{x}/authorize", 'token_endpoint' => "#{x}/token", 'userinfo_endpoint' => "#{x}/userinfo",
      'end_session_endpoint' => "#{x}/logout", 'revocation_endpoint' => "#{x}/revoke", 'response_types_supported' => ['code'],
      'scopes_supported' => %w[openid profile email], 'grant_types_supported' => %w[authorization_code refresh_token],
      'token_endpoint_auth_methods_supported' => %w[client_secret_basic client_secret_post], 'microsoft_multi_refresh_token' => false }
  end

  def discover(iss, cert)
    u = URI.parse(iss.chomp('/') + '/.well-known/openid-configuration')
    raise 'scheme' unless u.is_a?(URI::HTTP) && u.host
    h = Net::HTTP.new(u.host, u.port, nil)
    h.open_timeout = 2 ; h.read_timeout = 3 ; h.max_retries = 0
    if u.scheme == 'https'
      h.use_ssl = true
      if cert && cert != ''
        st = OpenSSL::X509::Store.new
        st.set_default_paths
        cert.scan(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/m) { |c| st.add_cert(OpenSSL::X509::Certificate.new(c)) }
        h.cert_store = st
      end
    end
    r = h.get(u.request_uri, 'Accept' => 'application/json')
    raise 'status' unless r.code == '200'
    d = JSON.parse(r.body)
    raise 'no object' unless d.is_a?(Hash)
    d
  rescue StandardError
    bad('issuer contains an invalid endpoint')
  end
end
