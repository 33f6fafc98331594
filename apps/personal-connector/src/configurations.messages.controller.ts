import { Controller } from '@nestjs/common';
import {
  createConfiguration,
  deleteConfiguration,
  getConfiguration,
  listConfigurations,
  ownedConfigurations,
  toggleConfiguration,
  updateConfiguration,
  type ConfigurationListReply,
  type ConfigurationRef,
  type ConfigurationReply,
  type CreateConfigurationRequest,
  type DeletedConfigurationReply,
  type ListConfigurationsRequest,
  type OwnedConfigurationsReply,
  type OwnedConfigurationsRequest,
  type ToggleConfigurationRequest,
  type UpdateConfigurationRequest,
} from '@moorage/contracts';
import { CreateTestedConfiguration, DeleteConfiguration, GetConfiguration, ListConfigurations, OwnedConfigurations, ToggleConfiguration, UpdateConfiguration } from '@moorage/domain';
import { Handles, requireCaller, type MessageContext } from '@moorage/messaging';
import { configurationListReply, configurationReply } from './configuration-reply';

/** Messages on configurations as such. */
@Controller()
export class ConfigurationsMessagesController {
  constructor(
    private readonly creating: CreateTestedConfiguration,
    private readonly listing: ListConfigurations,
    private readonly getting: GetConfiguration,
    private readonly updating: UpdateConfiguration,
    private readonly toggling: ToggleConfiguration,
    private readonly deleting: DeleteConfiguration,
    private readonly owning: OwnedConfigurations,
  ) {}

  @Handles(createConfiguration)
  async create({ test = false, ...draft }: CreateConfigurationRequest, context: MessageContext): Promise<ConfigurationReply> {
    return configurationReply(await this.creating.run(requireCaller(context), draft, test, context));
  }

  @Handles(listConfigurations)
  async list(query: ListConfigurationsRequest, context: MessageContext): Promise<ConfigurationListReply> {
    return configurationListReply(await this.listing.run(requireCaller(context), query));
  }

  @Handles(getConfiguration)
  async get({ configurationId }: ConfigurationRef, context: MessageContext): Promise<ConfigurationReply> {
    return configurationReply(await this.getting.run(requireCaller(context), configurationId));
  }

  @Handles(updateConfiguration)
  async update({ configurationId, ...patch }: UpdateConfigurationRequest, context: MessageContext): Promise<ConfigurationReply> {
    return configurationReply(await this.updating.run(requireCaller(context), configurationId, patch));
  }

  @Handles(toggleConfiguration)
  async toggle({ configurationId, enabled }: ToggleConfigurationRequest, context: MessageContext): Promise<ConfigurationReply> {
    return configurationReply(await this.toggling.run(requireCaller(context), configurationId, enabled));
  }

  @Handles(deleteConfiguration)
  async delete({ configurationId }: ConfigurationRef, context: MessageContext): Promise<DeletedConfigurationReply> {
    return { ...(await this.deleting.run(requireCaller(context), configurationId)), object: 'personal_connector.configuration', deleted: true };
  }

  @Handles(ownedConfigurations)
  owned({ remove, ...owner }: OwnedConfigurationsRequest, context: MessageContext): Promise<OwnedConfigurationsReply> {
    return this.owning.run(requireCaller(context), owner, remove);
  }
}
