using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Uses resources' commands.</summary>
public class ResourceCommandService
{
    private readonly IServiceProvider _services;

    internal ResourceCommandService(IServiceProvider services) => _services = services;

    /// <summary>Uses a command of the resource, or of the one of its processes, that has an id.</summary>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteCommandAsync(resourceId, commandName, new InteractionInputCollection([]), cancellationToken);

    /// <summary>Uses a command of the resource, or of the one of its processes, that has an id, with answers to its questions.</summary>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, InteractionInputCollection arguments, CancellationToken cancellationToken = default)
    {
        if (_services.GetRequiredService<DistributedApplicationModel>().Resources.TryGetByName(resourceId, out var resource))
        {
            return ExecuteAsync(resource, resource.Name, commandName, arguments, cancellationToken);
        }

        return _services.GetRequiredService<ResourceNotificationService>().TryGetCurrentState(resourceId, out var replica)
            ? ExecuteAsync(replica.Resource, replica.ResourceId, commandName, arguments, cancellationToken)
            : Task.FromResult(CommandResults.Failure($"The application has no resource '{resourceId}'."));
    }

    /// <summary>Uses a command of a resource, on all of its processes.</summary>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteCommandAsync(resource, commandName, new InteractionInputCollection([]), cancellationToken);

    /// <summary>Uses a command of a resource, on all of its processes, with answers to its questions.</summary>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, InteractionInputCollection arguments, CancellationToken cancellationToken = default) =>
        ExecuteAsync(resource, resource.Name, commandName, arguments, cancellationToken);

    private async Task<ExecuteCommandResult> ExecuteAsync(IResource resource, string id, string commandName, InteractionInputCollection arguments, CancellationToken cancellationToken)
    {
        var commands = resource.Annotations.OfType<ResourceCommandAnnotation>().ToArray();
        if (commands.FirstOrDefault(c => string.Equals(c.Name, commandName, StringComparison.OrdinalIgnoreCase)) is not { } command)
        {
            var there = commands.Length == 0 ? "It has none." : $"It has: {string.Join(", ", commands.Select(c => c.Name))}.";
            return CommandResults.Failure($"The resource '{resource.Name}' has no command '{commandName}'. {there}");
        }

        if (command.Arguments.FirstOrDefault(a => a.Required && !(arguments.TryGetByName(a.Name, out var given) && given.Value is { Length: > 0 })) is { } missing)
        {
            return CommandResults.Failure($"The command '{commandName}' of '{resource.Name}' needs the argument '{missing.Name}'.");
        }

        arguments = Completed(command.Arguments, arguments);
        var logger = _services.GetRequiredService<ResourceLoggerService>().GetLogger(id);
        try
        {
            if (await ObjectionsAsync(command, arguments, cancellationToken).ConfigureAwait(false) is { Length: > 0 } objections)
            {
                return CommandResults.Failure(objections);
            }

            return await command.ExecuteCommand(new ExecuteCommandContext
            {
                ServiceProvider = _services,
                ResourceName = id,
                CancellationToken = cancellationToken,
                Logger = logger,
                Arguments = arguments,
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return CommandResults.Canceled();
        }
        catch (Exception e)
        {
            // The command is the model's own code: whatever it throws is the command's failure, not the application's.
            return CommandResults.Failure(e);
        }
    }

    /// <summary>Every declared answer, so that a command can read those that were left out, and what was given besides.</summary>
    private static InteractionInputCollection Completed(IReadOnlyList<InteractionInput> declared, InteractionInputCollection given) => new(
    [
        .. declared.Select(input => new InteractionInput
        {
            Name = input.Name,
            InputType = input.InputType,
            Label = input.Label,
            Description = input.Description,
            Required = input.Required,
            Placeholder = input.Placeholder,
            MaxLength = input.MaxLength,
            Options = input.Options,
            Value = given.TryGetByName(input.Name, out var answer) ? answer.Value : input.Value,
        }),
        .. given.Where(answer => !declared.Any(input => string.Equals(input.Name, answer.Name, StringComparison.OrdinalIgnoreCase))),
    ]);

    private async Task<string> ObjectionsAsync(ResourceCommandAnnotation command, InteractionInputCollection arguments, CancellationToken cancellationToken)
    {
        if (command.ValidateArguments is not { } validate)
        {
            return "";
        }

        var context = new InputsDialogValidationContext { Inputs = arguments, Services = _services, CancellationToken = cancellationToken };
        await validate(context).ConfigureAwait(false);
        return string.Join(Environment.NewLine, context.Errors);
    }
}
