-- The Unix socket of a store's database, where it is not reached over TCP. The host is then localhost, as MySQL itself
-- calls whoever comes over a socket, and the port is the usual one and means nothing.
alter table sync_credentials
  add column socket text,
  add constraint sync_credentials_socket_or_host
    check (socket is null or (left(socket, 1) = '/' and host = 'localhost' and port = 3306));
