import { sentence } from './sentence.ts';

/** Errors of the SSH host on the way to a store. */
export const SSH_SENTENCES = {
  sshRefused: sentence(
    'store.ssh-unreachable',
    'Nothing listens at the SSH host {server}: check host and port.',
    'Nada escucha en el host SSH {server}: revise el host y el puerto.',
  ),
  sshUnknownHost: sentence(
    'store.ssh-unreachable',
    'The name "{host}" of the SSH host is not known.',
    'No se conoce el nombre «{host}» del host SSH.',
  ),
  sshNoNameServer: sentence(
    'store.ssh-unreachable',
    'The name "{host}" of the SSH host cannot be looked up now: the name server does not answer.',
    'Por ahora no se puede resolver el nombre «{host}» del host SSH: el servidor de nombres no responde.',
  ),
  sshNoRoute: sentence(
    'store.ssh-unreachable',
    'The network does not lead to the SSH host {server} ({errno}).',
    'La red no llega al host SSH {server} ({errno}).',
  ),
  sshLost: sentence(
    'store.ssh-lost',
    'The connection to the SSH host {server} was lost.',
    'Se cortó la conexión con el host SSH {server}.',
  ),
  notSsh: sentence(
    'store.not-ssh',
    'What answers at {server} is not an SSH server: correct the SSH port.',
    'Lo que responde en {server} no es un servidor SSH: corrija el puerto SSH.',
  ),
  hostKeyUnknown: sentence(
    'store.host-key-unknown',
    'Nobody has confirmed the key of the SSH host {server} yet ({fingerprint}). Compare it and confirm it with: {command}',
    'Nadie ha confirmado aún la clave del host SSH {server} ({fingerprint}). Compárela y confírmela con: {command}',
  ),
  hostKeyChanged: sentence(
    'store.host-key-changed',
    'The SSH host {server} presents another key ({fingerprint}) than the one that was confirmed. Nothing secret was sent to it.',
    'El host SSH {server} presenta una clave ({fingerprint}) distinta de la confirmada. No se le envió ningún secreto.',
  ),
  slowShell: sentence(
    'store.slow-shell',
    'The shell of the user "{user}" on the SSH host {server} was not ready within {seconds} s: shorten its start files (.bashrc, .profile), or use the transport ssh_tunnel.',
    'El shell del usuario «{user}» en el host SSH {server} no se inició en {seconds} s: acorte sus archivos de inicio (.bashrc, .profile) o use el transporte ssh_tunnel.',
  ),
  sshHandshake: sentence(
    'store.ssh-handshake',
    'The SSH host {server} and Taquilla have no way of encrypting in common: the host is too old.',
    'El host SSH {server} y Taquilla no tienen ningún cifrado en común: el host es demasiado antiguo.',
  ),
  sshAuthFailed: sentence(
    'store.ssh-auth-failed',
    'The SSH host {server} refuses the user "{user}", or its password or key.',
    'El host SSH {server} rechaza al usuario «{user}», o su contraseña o su clave.',
  ),
  sshNothingGiven: sentence(
    'store.ssh-auth-failed',
    'Neither a password nor a key was given for the user "{user}" of the SSH host {server}.',
    'No se indicó contraseña ni clave para el usuario «{user}» del host SSH {server}.',
  ),
  forwardingRefused: sentence(
    'store.forwarding-refused',
    'The SSH host {server} forbids the forwarding of ports.',
    'El host SSH {server} no permite reenviar puertos.',
  ),
  socketForbidden: sentence(
    'store.forwarding-refused',
    'The SSH host {server} opens no way to the socket {socket}, which exists and which the user "{user}" may open: it forbids forwarding to sockets (AllowStreamLocalForwarding), or nothing listens there.',
    'El host SSH {server} no permite conectarse al socket {socket}, que existe y que el usuario «{user}» puede abrir: no permite reenviar a sockets (AllowStreamLocalForwarding) o nada escucha allí.',
  ),
  socketNotForwarded: sentence(
    'store.forwarding-refused',
    'The SSH host {server} opens no way to the socket {socket}: it forbids forwarding to sockets (AllowStreamLocalForwarding), the socket does not exist, or the user "{user}" may not open it.',
    'El host SSH {server} no permite conectarse al socket {socket}: no permite reenviar a sockets (AllowStreamLocalForwarding), el socket no existe o el usuario «{user}» no puede abrirlo.',
  ),
  noClient: sentence(
    'store.no-client',
    'The SSH host {server} has neither a "mysql" nor a "mariadb" program.',
    'El host SSH {server} no tiene los programas «mysql» ni «mariadb».',
  ),
  noTemporaryFile: sentence(
    'store.no-temporary-file',
    'The SSH host {server} lets no temporary file be made, in which the password is handed to the client.',
    'El host SSH {server} no permite crear un archivo temporal para entregar la contraseña al cliente.',
  ),
  execRefused: sentence(
    'store.exec-refused',
    'The SSH host {server} runs no commands for the user "{user}".',
    'El host SSH {server} no ejecuta comandos para el usuario «{user}».',
  ),
};
