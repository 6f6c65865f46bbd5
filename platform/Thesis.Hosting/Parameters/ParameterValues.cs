using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration.UserSecrets;
using Thesis.Hosting.Notifications;
using Thesis.Hosting.State;

namespace Thesis.Hosting.Parameters;

/// <summary>Gives parameters values while the application runs, and has those that need them wait.</summary>
internal sealed class ParameterValues(IDistributedApplicationBuilder builder, DistributedApplicationModel model, ResourceNotificationService notifications)
{
    private const string ValueArgument = "value";
    private const string SaveArgument = "save";

    /// <summary>Offers the commands that set and delete a parameter's value.</summary>
    public void Offer(ParameterResource parameter, bool wait)
    {
        if (wait)
        {
            parameter.WaitWhenMissing();
        }

        builder.CreateResourceBuilder(parameter)
            .WithCommand(KnownResourceCommands.SetParameterCommand, "Set value", SetAsync, new CommandOptions
            {
                Description = "Gives the parameter a value; what waits for it starts.",
                IsHighlighted = true,
                Arguments =
                [
                    new InteractionInput { Name = ValueArgument, Label = parameter.Description ?? "Value", InputType = parameter.Secret ? InputType.SecretText : InputType.Text, Required = true },
                    new InteractionInput { Name = SaveArgument, Label = "Save to user secrets", InputType = InputType.Boolean },
                ],
            })
            .WithCommand(KnownResourceCommands.DeleteParameterCommand, "Delete value", DeleteAsync, new CommandOptions
            {
                Description = "Forgets a value that was set here or saved to the user secrets.",
                UpdateState = c => c.ResourceSnapshot.State?.Text == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
            });

        async Task<ExecuteCommandResult> SetAsync(ExecuteCommandContext context)
        {
            if (!context.Arguments.TryGetByName(ValueArgument, out var input) || input.Value is not { Length: > 0 } value)
            {
                return CommandResults.Failure($"The parameter '{parameter.Name}' needs the argument '{ValueArgument}'.");
            }

            if (context.Arguments.ContainsName(SaveArgument) && context.Arguments.GetBoolean(SaveArgument))
            {
                UserSecrets(secrets => secrets[parameter.ConfigurationKey] = value);
            }

            parameter.Set(value);
            await PublishAsync(parameter, context.CancellationToken).ConfigureAwait(false);
            return CommandResults.Success($"The parameter '{parameter.Name}' is set.");
        }

        async Task<ExecuteCommandResult> DeleteAsync(ExecuteCommandContext context)
        {
            UserSecrets(secrets => secrets.Remove(parameter.ConfigurationKey));
            foreach (var key in (string[])[parameter.ConfigurationKey, parameter.ConfigurationKey.Replace('-', '_')])
            {
                builder.Configuration[key] = null;
            }

            parameter.Unset();
            await PublishAsync(parameter, context.CancellationToken).ConfigureAwait(false);
            return CommandResults.Success($"The value of the parameter '{parameter.Name}' is forgotten.");
        }
    }

    /// <summary>Shows a parameter's state: its value, or that it is missing.</summary>
    public async Task PublishAsync(ParameterResource parameter, CancellationToken cancellationToken)
    {
        if (parameter.Missing() is { } missing)
        {
            await notifications.PublishUpdateAsync(parameter, s => s with
            {
                State = new ResourceStateSnapshot(KnownResourceStates.ValueMissing, KnownResourceStateStyles.Warn),
                Properties = s.Properties.With(ResourceProperties.Value, null, parameter.Secret).With(ResourceProperties.Fault, missing.Message),
            }).ConfigureAwait(false);
            return;
        }

        var value = await parameter.GetValueAsync(cancellationToken).ConfigureAwait(false);
        await notifications.PublishUpdateAsync(parameter, s => s with
        {
            State = KnownResourceStates.Running,
            Properties = s.Properties.With(ResourceProperties.Value, value, parameter.Secret).With(ResourceProperties.Fault, null),
        }).ConfigureAwait(false);
    }

    /// <summary>Waits for the parameters that a resource refers to and that have no value; where nobody can be asked, it fails instead.</summary>
    /// <exception cref="MissingParameterValueException">A value is missing and will not come.</exception>
    public async Task WaitForMissingAsync(IResource resource, string id, CancellationToken cancellationToken)
    {
        var missing = resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(r => r.Resource).OfType<ParameterResource>()
            .Where(p => model.Resources.Contains(p) && p.WaitsWhenMissing && p.Missing() is not null).Distinct().ToArray();
        if (missing.Length == 0)
        {
            return;
        }

        await notifications.PublishUpdateAsync(resource, id, s => s with
        {
            State = KnownResourceStates.Waiting,
            Properties = s.Properties.With(ResourceProperties.WaitingFor, string.Join(", ", missing.Select(p => p.Name))),
        }).ConfigureAwait(false);
        foreach (var parameter in missing)
        {
            await parameter.GetValueAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Changes the file that holds the AppHost's user secrets; without such a file, the one of generated values.</summary>
    private void UserSecrets(Action<JsonObject> change)
    {
        var id = builder.AppHostAssembly?.GetCustomAttribute<UserSecretsIdAttribute>()?.UserSecretsId;
        var path = id is null || StateDirectory.Of(builder).IsEphemeral
            ? Path.Combine(StateDirectory.Of(builder).EnsureExists(), "parameters.json")
            : PathHelper.GetSecretsPathFromSecretsId(id);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "/");
        var secrets = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? [] : [];
        change(secrets);
        OwnerOnlyFile.Write(path, secrets.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }
}
