using Thesis.Services.Tests.Access;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Attacks;

/// <summary>Every service, with one thing of each kind that belongs to the owner: what the authorization matrix and the attacks have in common.</summary>
public sealed class MatrixHost : IAsyncLifetime
{
    public WholeHost Services { get; } = new();

    internal MatrixScene Scene { get; private set; } = new();

    public async Task InitializeAsync()
    {
        await Services.InitializeAsync();
        Scene = await MatrixScene.SetAsync(Services);
    }

    public Task DisposeAsync() => Services.DisposeAsync();
}

/// <summary>One host for those classes.</summary>
[CollectionDefinition(Name)]
public sealed class MatrixCollection : ICollectionFixture<MatrixHost>
{
    public const string Name = "matrix";
}
