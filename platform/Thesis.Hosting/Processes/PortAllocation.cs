namespace Thesis.Hosting.Processes;

/// <summary>Chooses free ports.</summary>
/// <remarks>
/// Below the range that the kernel takes for outgoing connections, so that none of those takes a port between its choice
/// and its use; at random, so that applications starting at the same time do not choose alike.
/// </remarks>
internal sealed class PortAllocation
{
    private const int First = 15_000;
    private const int Last = 31_999;
    private const int Attempts = 200;

    private readonly HashSet<int> _taken = [];

    public void Take(int port) => _taken.Add(port);

    public int Next()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = Random.Shared.Next(First, Last + 1);
            if (!_taken.Contains(port) && PortOwner.IsFree(port))
            {
                _taken.Add(port);
                return port;
            }
        }

        throw new InvalidOperationException($"No free port was found between {First} and {Last} in {Attempts} attempts.");
    }
}
