import { Broker } from '../src/broker/broker';
import { SETTINGS, TOKEN, type StartBroker } from './running-broker';

/** Our own broker, with settings that tests need. */
export const startEmbedded: StartBroker = async (settings) => {
  const make = () => new Broker({ ...SETTINGS, token: TOKEN, authTimeoutMs: 500, ...settings });
  let broker = make();
  const port = await broker.listen(0);
  const startAgain = async () => {
    broker = make();
    await broker.listen(port);
  };
  return { url: `nats://${TOKEN}@127.0.0.1:${port}`, stop: () => broker.stop(), crash: () => broker.stop(), startAgain };
};
