import '@moorage/domain';
import 'undici';
import '@moorage/contracts'; // violates row:libs/egress
import 'nats'; // violates row:libs/egress
import './deep';
import './turned-in';
import './leaning-on-a-test';
import './chicken';
