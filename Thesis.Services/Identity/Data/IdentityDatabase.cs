using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using OpenIddict.EntityFrameworkCore.Models;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Data;

/// <summary>The tables of accounts, clients, tokens and keys. The scripts in <c>Migrations</c> make them; a test compares the two.</summary>
internal sealed partial class IdentityDatabase(DbContextOptions<IdentityDatabase> options)
    : IdentityDbContext<Account>(options), IDataProtectionKeyContext
{
    private static readonly Dictionary<Type, string> Tables = new()
    {
        [typeof(Account)] = "accounts",
        [typeof(IdentityRole)] = "roles",
        [typeof(IdentityUserRole<string>)] = "account_roles",
        [typeof(IdentityUserClaim<string>)] = "account_claims",
        [typeof(IdentityUserLogin<string>)] = "account_logins",
        [typeof(IdentityUserToken<string>)] = "account_tokens",
        [typeof(IdentityUserPasskey<string>)] = "account_passkeys",
        [typeof(IdentityRoleClaim<string>)] = "role_claims",
        [typeof(OpenIddictEntityFrameworkCoreApplication)] = "applications",
        [typeof(OpenIddictEntityFrameworkCoreAuthorization)] = "authorizations",
        [typeof(OpenIddictEntityFrameworkCoreScope)] = "scopes",
        [typeof(OpenIddictEntityFrameworkCoreToken)] = "tokens",
        [typeof(DataProtectionKey)] = "data_protection_keys",
        [typeof(KeyCertificate)] = "key_certificates",
    };

    public DbSet<KeyCertificate> KeyCertificates => Set<KeyCertificate>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema(IdentityModule.Schema);
        builder.UseOpenIddict();
        builder.Entity<KeyCertificate>().Property(key => key.Use).HasConversion<string>();
        foreach (var entity in builder.Model.GetEntityTypes().Where(entity => !entity.IsMappedToJson()))
        {
            entity.SetTableName(Tables[entity.ClrType]);
            NameAsSqlDoes(entity);
        }

        builder.Model.GetEntityTypes().Single(entity => entity.ClrType == typeof(IdentityPasskeyData)).SetContainerColumnName("data");
    }

    private static void NameAsSqlDoes(IMutableEntityType entity)
    {
        foreach (var property in entity.GetProperties())
        {
            property.SetColumnName(Snake(property.Name));
        }

        foreach (var key in entity.GetKeys())
        {
            key.SetName($"pk_{entity.GetTableName()}");
        }

        foreach (var index in entity.GetIndexes())
        {
            index.SetDatabaseName($"ix_{entity.GetTableName()}_{string.Join('_', index.Properties.Select(p => Snake(p.Name)))}");
        }

        foreach (var foreign in entity.GetForeignKeys())
        {
            foreign.SetConstraintName($"fk_{entity.GetTableName()}_{string.Join('_', foreign.Properties.Select(p => Snake(p.Name)))}");
        }
    }

    private static string Snake(string name) => WordStart().Replace(name, "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}
