# CyberArk PVWA: session, OIDC providers, authentication methods.
require 'json'
require 'securerandom'
require 'base64'
require 'thread'

class ApiError < StandardError
  attr_reader :status, :code, :details
  def initialize(status, code, msg, details = nil) ; super(msg) ; @status = status ; @code = code ; @details = details ; end
end

class Pvwa
  PREFIX = 'passwordvault'
  TYPES = %w[cyberark ldap radius windows]
  Session = Struct.new(:token, :user, :last, :count, :listcache)

  # users: name => { password:, admin: }
  def initialize(users, session_seconds)
    @lock = Mutex.new
    @users = users
    @ttl = session_seconds
    @sessions = {}
    @providers = {} ; @methods = {}
    # only used by faults
    @listcache = nil ; @readcache = {} ; @graves = {} ; @ended = {} ; @edge = {}
  end

  def f?(n) ; $fault == n ; end

  # ---- answers
  def base_headers
    { 'Cache-Control' => 'no-cache, no-store, must-revalidate', 'Pragma' => 'no-cache', 'api-supported-versions' => '1.0' }
  end

  def json(status, v, extra = {})
    Res.new(status, JSON.generate(v), { 'Content-Type' => 'application/json; charset=utf-8' }.merge(base_headers).merge(extra))
  end

  def error(status, code, msg, details = nil)
    b = { 'ErrorCode' => code, 'ErrorMessage' => msg }
    b['Details'] = details if details
    h = {}
    h['WWW-Authenticate'] = 'PVWA realm="PasswordVault"' if status == 401
    json(status, b, h)
  end

  def problem(status, msg)
    error(status, 'PASWS001E', msg)
  end

  def call(req)
    res = begin
      route(req)
    rescue ApiError => e
      r = error(e.status, e.code, e.message, e.details)
      r.headers.merge!(e.instance_variable_get(:@headers) || {})
      r
    end
    if res.headers['Content-Type'] && (req['accept'] || '') =~ %r{application/vnd\.cyberark\.api\+json}i
      res.headers['Content-Type'] = 'application/vnd.cyberark.api+json'
    end
    res
  end

  def fail!(status, code, msg, details: nil, headers: nil)
    e = ApiError.new(status, code, msg, details)
    e.instance_variable_set(:@headers, headers) if headers
    raise e
  end

  def not_allowed(allow)
    if f?('html-405')
      throw :done, Res.new(405, "<!DOCTYPE html><html><head><title>405 - HTTP verb used to access this page is not allowed.</title></head><body><h2>405</h2></body></html>",
                           { 'Content-Type' => 'text/html', 'Allow' => allow.join(', ') })
    end
    fail!(405, 'PASWS405E', 'The method is not allowed here.', headers: { 'Allow' => allow.join(', ') })
  end

  def route(req)
    catch(:done) do
      seg = req.segments
      seg.pop if seg.size > 1 && seg.last == ''
      low = seg.map { |s| s.valid_encoding? ? s.downcase : s }
      if low[0] != PREFIX || low[1] != 'api' then not_found end
      rest = low[2..]
      case
      when rest.size == 3 && rest[0] == 'auth' && rest[2] == 'logon' && TYPES.include?(rest[1])
        not_allowed(%w[POST]) unless req.method == 'POST'
        logon(req, rest[1])
      when rest == %w[auth logoff]
        s = session(req)
        not_allowed(%w[POST]) unless req.method == 'POST'
        logoff(s)
      when rest[0, 3] == %w[configuration oidc providers] && rest.size == 3
        collection(req, :providers)
      when rest[0, 3] == %w[configuration oidc providers] && rest.size == 4
        item(req, :providers, seg[5])
      when rest == %w[configuration authenticationmethods]
        collection(req, :methods)
      when rest[0, 2] == %w[configuration authenticationmethods] && rest.size == 3
        item(req, :methods, seg[4])
      else not_found
      end
    end
  end

  def not_found ; fail!(404, 'PASWS404E', 'There is nothing at this address.') ; end

  # ---- sessions
  def logon(req, type)
    b = body(req)
    %w[username password].each { |m| bad("#{m} is required.") unless b[m].is_a?(String) }
    bad('concurrentSession must be a boolean.') unless [nil, true, false].include?(b['concurrentSession'])
    bad('newPassword must be a text.') unless b['newPassword'].nil? || b['newPassword'].is_a?(String)
    @lock.synchronize do
      u = @users[b['username']]
      fail!(403, 'PASWS013E', 'Authentication failure.') unless u && u[:password] == b['password']
      u[:password] = b['newPassword'] if b['newPassword'] && b['newPassword'] != ''
      if f?('fourth-logon-ends-first')
        mine = @sessions.values.select { |s| s.user == b['username'] }.sort_by(&:last)
        @sessions.delete(mine.first.token) if mine.size >= 3
      end
      t = Base64.strict_encode64(SecureRandom.random_bytes(96))
      @sessions[t] = Session.new(t, b['username'], now, 0, nil)
      json(200, t)
    end
  end

  def now ; Process.clock_gettime(Process::CLOCK_MONOTONIC) ; end

  def session(req)
    @lock.synchronize do
      t = req['authorization']
      t = req.conn[:token] if t.nil? && f?('connection-keeps-session')
      s = t && @sessions[t]
      if s && now - s.last > @ttl
        @sessions.delete(t) ; s = nil
      end
      if s.nil? && t && f?('logoff-reads-on') && %w[GET HEAD].include?(req.method)
        e = @ended[t]
        s = e if e && now - e.last < 60
        return s if s
      end
      fail!(401, 'PASWS006E', 'The session token is missing, invalid or expired.') unless s
      s.last = now
      s.count += 1
      req.conn[:token] = t
      s
    end
  end

  def logoff(s)
    @lock.synchronize do
      @sessions.delete(s.token)
      if f?('logoff-ends-all') then @sessions.delete_if { |_, o| o.user == s.user } end
      s.last = now
      @ended[s.token] = s if f?('logoff-reads-on')
    end
    json(200, { 'LogoffUrl' => '' })
  end

  def permit(s)
    fail!(403, 'PASWS041E', 'You are not authorized to perform this action.') unless @users[s.user] && @users[s.user][:admin]
  end

  # ---- bodies
  BOOLS = %w[enabled mobileEnabled concurrentSession]

  def body(req)
    raw = req.body
    raw = req.chunks.first || ''.b if f?('first-chunk-only') && req.chunks && req.chunks.size > 1
    fail!(400, 'PASWS167E', 'A body is required.') if raw.empty?
    ct = req['content-type'] || ''
    type = ct.split(';').first.to_s.strip.downcase
    if f?('charset-parameter-latin1') && ct =~ /;\s*charset\s*=/i
      raw = raw.dup.force_encoding('ISO-8859-1').encode('UTF-8').b
    end
    v = case type
        when 'application/json', 'text/json'
          begin
            StrictJson.parse(raw)
          rescue StrictJson::Bad => e
            fail!(400, 'PASWS167E', 'The body is not valid JSON.')
          end
        when 'application/x-www-form-urlencoded' then form(raw)
        when 'multipart/form-data' then multipart(raw, ct)
        when 'application/xml', 'text/xml' then xml(raw)
        else fail!(415, 'PASWS415E', 'The media type is not supported.')
        end
    fail!(400, 'PASWS167E', 'The body must be an object.') unless v.is_a?(Hash)
    v
  end

  def texts(h)
    h.each do |k, v|
      fail!(400, 'PASWS167E', 'The body is not UTF-8.') unless k.valid_encoding? && v.valid_encoding?
      h[k] = (v.downcase == 'true') if BOOLS.include?(k) && v =~ /\A(true|false)\z/i
    end
    h
  end

  def form(raw)
    h = {}
    raw.split('&').each { |p| k, v = p.split('=', 2) ; h[Http.unescape(k.to_s, true)] = Http.unescape(v.to_s, true) }
    texts(h)
  end

  def multipart(raw, ct)
    m = /boundary=(?:"([^"]+)"|([^;\s]+))/i.match(ct) or fail!(400, 'PASWS167E', 'The boundary is missing.')
    h = {}
    raw.split("--#{m[1] || m[2]}".b)[1..].to_a.each do |part|
      head, val = part.split("\r\n\r\n".b, 2)
      next unless val && head =~ /name="([^"]*)"/n
      h[$1.dup.force_encoding('UTF-8')] = val.chomp("\r\n").force_encoding('UTF-8')
    end
    fail!(400, 'PASWS167E', 'The body has no parts.') if h.empty?
    texts(h)
  end

  def xml(raw)
    s = raw.dup.force_encoding('UTF-8')
    m = s.valid_encoding? && %r{\A\s*(?:<\?xml[^>]*\?>)?\s*<([\w:.-]+)[^>]*>(.*)</\1>\s*\z}m.match(s) or fail!(400, 'PASWS167E', 'The body is not valid XML.')
    h = {}
    m[2].scan(%r{<([\w:.-]+)[^>]*>([^<]*)</\1>}m) { h[$1] = $2.gsub('&lt;', '<').gsub('&gt;', '>').gsub('&quot;', '"').gsub('&apos;', "'").gsub('&amp;', '&') }
    texts(h)
  end

  def bad(msg, details = nil)
    fail!(400, 'PASWS167E', msg, details: details)
  end

  # ---- members
  def opt_text(b, m, max = nil)
    v = b[m]
    return nil if v.nil?
    bad("#{m} must be a text.") unless v.is_a?(String)
    bad("#{m} is longer than #{max} characters.") if max && v.length > max
    v
  end

  URLISH = /\A[A-Za-z][A-Za-z0-9+.\-]*:\/\/[^\s\/?#]+\S*\z/

  # returns the provider's members (secret apart), raises on the first problem;
  # yields each member as it is accepted
  def provider(b, old = nil)
    p = {}
    take = lambda { |k, v| p[k] = v unless v.nil? ; yield(k, v) if block_given? }

    disc = opt_text(b, 'discoveryEndpointUrl')
    auth = opt_text(b, 'authenticationEndpointUrl')
    iss = opt_text(b, 'issuer')
    jwk = opt_text(b, 'jwkSet')
    cid = opt_text(b, 'clientId', 100)
    bad('clientId is required.') if cid.nil? || cid == ''
    meth = opt_text(b, 'clientSecretMethod', 50)
    bad('clientSecretMethod is required.') if meth.nil?
    bad('clientSecretMethod must be Basic or Post.') unless %w[Basic Post basic post].include?(meth)
    if disc
      bad('discoveryEndpointUrl must be a URL.') unless disc =~ URLISH
    else
      need = { 'authenticationEndpointUrl' => auth, 'issuer' => iss, 'jwkSet' => jwk }
      need.delete('issuer') if f?('issuer-not-needed')
      need.each { |k, v| bad("#{k} is required where there is no discoveryEndpointUrl.") if v.nil? || v == '' }
      bad('authenticationEndpointUrl must be a URL.') unless auth =~ URLISH
      keys = begin
        StrictJson.parse(jwk.b)
      rescue StrictJson::Bad
        nil
      end
      ok = keys.is_a?(Hash) && keys['keys'].is_a?(Array) && keys['keys'].all? { |k| k.is_a?(Hash) }
      bad('jwkSet must hold JSON with an array named keys.') unless ok
    end
    disc = Http.unescape(disc) if disc && f?('url-unescaped')
    take.('clientId', cid)
    take.('clientSecretMethod', meth.capitalize)
    take.('discoveryEndpointUrl', disc)
    take.('authenticationEndpointUrl', auth)
    take.('issuer', iss)
    take.('jwkSet', jwk)
    flow = opt_text(b, 'authenticationFlow')
    bad('authenticationFlow must be Code.') unless flow.nil? || flow == 'Code'
    take.('authenticationFlow', flow || 'Code')
    sec = opt_text(b, 'clientSecret', 200)
    take.('clientSecret', sec)
    claim = opt_text(b, 'userNameClaim', 50)
    re = f?('claim-line-anchors') ? /^[A-Za-z_]+$/ : /\A[A-Za-z_]+\z/
    bad('userNameClaim may hold letters and _ only.') unless claim.nil? || claim =~ re
    take.('userNameClaim', claim || 'preferred_username')
    desc = opt_text(b, 'description', 255)
    desc = 'null' if desc.nil? && b.key?('description') && f?('null-becomes-text')
    take.('description', desc)
    p
  end

  ORDER = %w[id authenticationFlow discoveryEndpointUrl authenticationEndpointUrl issuer jwkSet clientId clientSecretMethod userNameClaim description]

  def show(p)
    ORDER.each_with_object({}) { |k, o| o[k] = p[k] if p.key?(k) && !p[k].nil? }
  end

  METHOD_TEXTS = { 'displayName' => 50, 'logoffUrl' => 2000, 'signInLabel' => 100, 'usernameFieldLabel' => 50, 'passwordFieldLabel' => 50 }

  def auth_method(b)
    m = {}
    METHOD_TEXTS.each { |k, max| v = opt_text(b, k, max) ; m[k] = v unless v.nil? }
    %w[enabled mobileEnabled].each do |k|
      v = b[k]
      next if v.nil?
      bad("#{k} must be a boolean.") unless v == true || v == false
      m[k] = v
    end
    v = opt_text(b, 'secondFactorAuth')
    bad('secondFactorAuth must be cyberark, radius, ldap or empty.') unless v.nil? || ['cyberark', 'radius', 'ldap', ''].include?(v)
    m['secondFactorAuth'] = v unless v.nil?
    m
  end

  def key(id)
    return id[0, 48] if f?('key-48')
    return id.sub(/\A0+(?=\d)/, '') if f?('leading-zeros') && id =~ /\A\d+\z/
    id
  end

  # ---- collections
  def collection(req, kind)
    s = session(req)
    not_allowed(%w[GET HEAD POST]) unless %w[GET HEAD POST].include?(req.method)
    permit(s)
    req.method == 'POST' ? add(req, kind) : list(kind)
  end

  def list(kind)
    @lock.synchronize do
      return json(200, { 'Methods' => @methods.values }) if kind == :methods
      all = @providers.values
      if f?('list-stale-after-update')
        @listcache ||= all.map { |p| show(p) }
        return json(200, { 'Providers' => @listcache })
      end
      all = all.first(25) if f?('list-first-25')
      if f?('disabled-method-hides')
        all = all.reject { |p| (m = @methods[p['id']]) && m['enabled'] == false }
      end
      out = all.map { |p| show(p) }
      out.each { |p| p['clientId'] = p['clientId'].to_i if p['clientId'] =~ /\A[1-9]\d{0,14}\z/ } if f?('numeric-client-id')
      json(200, { 'Providers' => out })
    end
  end

  def conflict(id, b)
    det = nil
    if f?('conflict-echoes-request')
      det = [{ 'ErrorCode' => 'PASWS168E', 'ErrorMessage' => "Duplicate entry for key PRIMARY, parameters: #{JSON.generate(b)}" }]
    end
    fail!(409, 'PASWS168E', 'The id is taken.', details: det)
  end

  def add(req, kind)
    b = body(req)
    id = b['id']
    if f?('conflict-before-body') && kind == :providers && id.is_a?(String)
      @lock.synchronize { conflict(id, b) if @providers[key(id)] }
    end
    bad('id is required.') unless id.is_a?(String) && id != ''
    bad('id is longer than 50 characters.') if id.length > 50
    bad('id may hold letters and digits only.') if kind == :providers && id !~ /\A[A-Za-z0-9]+\z/
    m = { 'id' => id }.merge(kind == :providers ? provider(b) : auth_method(b))
    loc = kind == :providers ? "/#{PREFIX}/api/Configuration/OIDC/Providers/" : "/#{PREFIX}/api/Configuration/AuthenticationMethods/"
    loc = { 'Location' => loc + id.b.gsub(/[^A-Za-z0-9._~-]/n) { |c| format('%%%02X', c.ord) } + '/' }
    tab = kind == :providers ? @providers : @methods
    if f?('double-add') && kind == :providers
      @lock.synchronize { conflict(id, b) if tab[key(id)] }
      sleep 0.05
      @lock.synchronize { tab[key(id)] = m }
      return json(201, show(m), loc)
    end
    @lock.synchronize do
      conflict(id, b) if tab[key(id)]
      if kind == :providers && f?('recreate-revives-description') && (g = @graves[id]) && !m.key?('description') && g['description']
        m['description'] = g['description']
      end
      tab[key(id)] = m
      @listcache = nil
      json(201, kind == :providers ? show(m) : m, loc)
    end
  end

  # ---- one of them
  def item(req, kind, id)
    if f?('edge-cache') && kind == :providers
      if req.method == 'GET' && (c = @edge[req.raw_path]) && now - c[0] < 3
        return Res.new(c[1].status, c[1].body, c[1].headers.dup)
      end
      @edge.delete(req.raw_path) unless req.method == 'GET'
    end
    s = session(req)
    not_allowed(%w[GET HEAD PUT DELETE]) unless %w[GET HEAD PUT DELETE].include?(req.method)
    tab = kind == :providers ? @providers : @methods
    if f?('delete-looks-up-first') && req.method == 'DELETE'
      unknown unless @lock.synchronize { tab.key?(key(id)) }
    end
    permit(s)
    case req.method
    when 'GET', 'HEAD'
      r = read(tab, kind, id)
      @edge[req.raw_path] = [now, r] if f?('edge-cache') && kind == :providers && req.method == 'GET'
      r
    when 'PUT' then kind == :providers ? update(req, id) : update_method(req, id)
    when 'DELETE' then delete(tab, kind, id)
    end
  end

  def unknown ; fail!(404, 'PASWS150E', 'There is no such id.') ; end

  def read(tab, kind, id)
    @lock.synchronize do
      p = tab[key(id)] or unknown
      return json(200, p) if kind == :methods
      v = show(p)
      if f?('read-cache-outlives-delete')
        v = (@readcache[id] ||= v)
      end
      if f?('jwkset-parsed') && v['jwkSet']
        v['jwkSet'] = StrictJson.parse(v['jwkSet'].b) rescue v['jwkSet']
      end
      json(200, v)
    end
  end

  def update(req, id)
    old = nil
    @lock.synchronize do
      old = @providers[key(id)]
      unless old
        unknown unless f?('update-revives-deleted') && @graves[id]
        old = @graves[id]
      end
    end
    b = body(req)
    n = if f?('refused-update-half-applied')
          provider(b) { |k, v| @lock.synchronize { old[k] = v unless v.nil? } }
        else
          provider(b)
        end
    n = { 'id' => old['id'] }.merge(n)
    if f?('same-url-keeps-rest') && n['discoveryEndpointUrl'] && n['discoveryEndpointUrl'] == old['discoveryEndpointUrl']
      n['userNameClaim'] = old['userNameClaim'] unless b.key?('userNameClaim')
      n['description'] = old['description'] if !b.key?('description') && old['description']
    end
    if f?('discovery-stays') && !n.key?('discoveryEndpointUrl') && old['discoveryEndpointUrl']
      n['discoveryEndpointUrl'] = old['discoveryEndpointUrl']
    end
    n['id'] = b['id'] if f?('body-id-renames') && b['id'].is_a?(String) && b['id'] =~ /\A[A-Za-z0-9]{1,50}\z/
    if f?('lost-update')
      copy = @lock.synchronize { @providers.dup }
      sleep 0.06
      copy[key(id)] = n
      @lock.synchronize { @providers = copy }
      return Res.new(200, '', base_headers)
    end
    @lock.synchronize do
      unknown unless @providers.key?(key(id)) || f?('update-revives-deleted')
      if n['id'] != id && f?('body-id-renames')
        @providers.delete(key(id))
        @providers[key(n['id'])] = n
      else
        @providers[key(id)] = n
      end
      @readcache.delete(id)
      @listcache = nil unless f?('list-stale-after-update')
    end
    Res.new(200, '', base_headers)
  end

  def update_method(req, id)
    @lock.synchronize { unknown unless @methods[key(id)] }
    b = body(req)
    m = auth_method(b)
    @lock.synchronize do
      old = @methods[key(id)] or unknown
      m = { 'id' => old['id'] }.merge(m)
      m['enabled'] = old['enabled'] if f?('enabled-false-ignored') && m['enabled'] == false && old['enabled']
      if f?('second-factor-not-emptied') && m['secondFactorAuth'] == '' && old['secondFactorAuth']
        m['secondFactorAuth'] = old['secondFactorAuth']
      end
      @methods[key(id)] = m
      json(200, m)
    end
  end

  def delete(tab, kind, id)
    @lock.synchronize do
      p = tab[key(id)] or unknown
      tab.delete(key(id))
      if kind == :providers
        @graves[id] = p
        @listcache = nil
        tab.delete_if { |k, _| k.start_with?(id) } if f?('delete-by-prefix')
        @methods.delete(key(id)) if f?('delete-takes-method')
      end
    end
    r = Res.new(204, nil, base_headers)
    if f?('body-after-204') && kind == :providers
      r.body = 'null' ; r.raw_body_on_204 = true
      r.headers['Content-Type'] = 'application/json'
    end
    r
  end
end
