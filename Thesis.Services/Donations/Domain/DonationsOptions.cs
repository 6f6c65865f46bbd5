using System.ComponentModel.DataAnnotations;

namespace Thesis.Services.Donations.Domain;

/// <summary>Settings of the donations service; section <c>Donations</c>.</summary>
public sealed class DonationsOptions
{
    public const string Section = "Donations";

    /// <summary>Pause between two looks for expired food.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ExpirySweepInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause between two looks for recurring donations to post.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan TemplateInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Donations that one transaction ends at most.</summary>
    [Range(1, 1_000)]
    public int ExpirySweepBatch { get; set; } = 200;
}
