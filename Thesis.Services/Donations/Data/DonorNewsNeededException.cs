namespace Thesis.Services.Donations.Data;

/// <summary>A command cannot decide before the donors service was asked for a donor, which may not happen inside its transaction.</summary>
public sealed class DonorNewsNeededException(long donorId) : Exception($"The donors service has to be asked for donor {donorId}.")
{
    public long DonorId => donorId;
}
