using Npgsql;
using Thesis.Rescue;
using Thesis.Rescue.People;
using Thesis.Rescue.Report;

const int Held = 0;
const int Broken = 1;
const int Misused = 2;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(RescueOptions.Usage);
    return Held;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

try
{
    var options = RescueOptions.Parse(args);
    var figures = await new RescueRun(options, RescueEnvironment.Read()).RunAsync(stop.Token);
    Summary.Print(figures);
    if (options.JsonFile is { } file)
    {
        Summary.Write(file, figures);
    }

    // The checks decide; a figure that misses its target is shown, but depends on the machine.
    return figures.All(figure => figure.Unit != "bool" || figure.Holds) ? Held : Broken;
}
catch (UsageException misuse)
{
    Console.Error.WriteLine($"{misuse.Message}\n\n{RescueOptions.Usage}");
    return Misused;
}
catch (Exception broken) when (broken is UnexpectedAnswerException or HttpRequestException or NpgsqlException)
{
    Console.Error.WriteLine($"The rescue stopped: {broken.Message}");
    return Broken;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("The rescue was interrupted.");
    return Broken;
}
