namespace Thesis.ServiceDefaults;

/// <summary>
/// Whether the code that runs holds a command's transaction. The mark follows the asynchronous flow that opened the command and is
/// gone when the command commits or rolls back.
/// </summary>
public static class OpenTransaction
{
    private static readonly AsyncLocal<CommandContext?> Holder = new();

    /// <summary>True while a command that this flow opened is open.</summary>
    public static bool IsHeld => Holder.Value?.IsOpen == true;

    /// <summary>Marks the caller's flow. It must not be called from an async method: what those set is gone when they return.</summary>
    internal static void Mark(CommandContext context) => Holder.Value = context;
}
