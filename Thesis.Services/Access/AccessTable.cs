using Thesis.ServiceDefaults;

namespace Thesis.Services.Access;

/// <summary>
/// Who may do what: action × role × condition. <c>all</c> reaches to everything, <c>own</c> to what the last column calls the caller's own,
/// <c>-</c> is refused. Endpoints let in whom their row lets in; what is the caller's own the owning service checks where it has the row,
/// and a test tries every cell. A new endpoint needs a row.
/// </summary>
public static class AccessTable
{
    private const string Table = """
                                        anybody newcomer donor ngo driver dispatcher admin service

        # Accounts and members
        ListMembershipRequests          -       -        -     -   -      -          all   -
        ListMyMembershipRequests        -       own      own   own own    own        own   -       asked by the caller
        ApproveMembershipRequest        -       -        -     -   -      -          own   -       asked by somebody else
        RejectMembershipRequest         -       -        -     -   -      -          own   -       asked by somebody else
        ListMembers                     -       -        -     -   -      -          all   -
        SetMemberRoles                  -       -        -     -   -      -          own   -       another member than the caller
        SuspendMember                   -       -        -     -   -      -          own   -       another member than the caller
        ReinstateMember                 -       -        -     -   -      -          own   -       another member than the caller
        ListMyOrganisations             -       own      own   own own    own        own   -       acted for by the caller
        ListInvitations                 -       own      own   own own    all        all   -       to an organisation that the caller manages
        CreateInvitation                -       own      own   own own    all        all   -       to an organisation that the caller manages
        ResendInvitation                -       own      own   own own    all        all   -       to an organisation that the caller manages
        RevokeInvitation                -       own      own   own own    all        all   -       to an organisation that the caller manages
        ListMailbox                     -       -        -     -   -      -          all   -
        ReadDeadLetters                 -       -        -     -   -      -          all   -
        ReplayDeadLetter                -       -        -     -   -      -          all   -
        ReadAudit                       -       -        -     -   -      -          all   -

        # One's own data
        GetMyPermissions                -       own      own   own own    own        own   -       the caller's
        GetMyProfile                    -       own      own   own own    own        own   -       the caller's
        UpdateMyProfile                 -       own      own   own own    own        own   -       the caller's
        GetMyNotificationPreferences    -       own      own   own own    own        own   -       the caller's
        UpdateMyNotificationPreferences -       own      own   own own    own        own   -       the caller's
        ListMyConsents                  -       own      own   own own    own        own   -       the caller's
        GiveConsent                     -       own      own   own own    own        own   -       the caller's
        ExportMyData                    -       own      own   own own    own        own   -       the caller's
        DeleteMyAccount                 -       own      own   own own    own        own   -       the caller's
        ListNotifications               -       own      own   own own    own        own   -       the caller's
        CountUnreadNotifications        -       own      own   own own    own        own   -       the caller's
        ReadNotification                -       own      own   own own    own        own   -       the caller's
        ReadAllNotifications            -       own      own   own own    own        own   -       the caller's
        GetPushKey                      -       all      all   all all    all        all   -
        AddPushSubscription             -       own      own   own own    own        own   -       the caller's
        RemovePushSubscription          -       own      own   own own    own        own   -       the caller's
        ListDeliveries                  -       -        -     -   -      -          all   -
        ReplayDelivery                  -       -        -     -   -      -          all   -

        # Regions
        CreateRegion                    -       -        -     -   -      -          all   -
        ListRegions                     -       all      all   all all    all        all   -
        GetRegion                       -       all      all   all all    all        all   -
        UpdateRegion                    -       -        -     -   -      -          all   -

        # Donors
        CreateDonor                     -       -        own   -   -      all        all   -       managed by the caller, who becomes its manager
        ListDonors                      -       all      all   all all    all        all   -
        MapDonors                       -       all      all   all all    all        all   -
        GetDonor                        -       all      all   all all    all        all   -
        UpdateDonor                     -       -        own   -   -      all        all   -       managed by the caller
        UpdateDonorManagers             -       -        own   -   -      all        all   -       managed by the caller
        UpdateDonorContacts             -       -        own   -   -      all        all   -       managed by the caller
        UpdateDonorLocations            -       -        own   -   -      all        all   -       managed by the caller
        LeaveDonor                      -       own      own   own own    own        own   -       acted for by the caller
        TransferDonor                   -       own      own   own own    own        own   -       managed by the caller
        VerifyDonor                     -       -        -     -   -      all        all   -
        ImportDonors                    -       -        -     -   -      all        all   -

        # NGOs
        CreateNgo                       -       -        -     own -      all        all   -       managed by the caller, who becomes its manager
        ListNgos                        -       all      all   all all    all        all   -
        MapNgos                         -       all      all   all all    all        all   -
        ReadOpeningHours                -       all      all   all all    all        all   -
        GetNgo                          -       all      all   all all    all        all   -
        UpdateNgo                       -       -        -     own -      all        all   -       managed by the caller
        UpdateNgoManagers               -       -        -     own -      all        all   -       managed by the caller
        UpdateNgoContacts               -       -        -     own -      all        all   -       managed by the caller
        UpdateNgoLocations              -       -        -     own -      all        all   -       managed by the caller
        UpdateNgoCalendar               -       -        -     own -      all        all   -       managed by the caller
        PauseNgo                        -       -        -     own -      all        all   -       managed by the caller
        ResumeNgo                       -       -        -     own -      all        all   -       managed by the caller
        LeaveNgo                        -       own      own   own own    own        own   -       acted for by the caller
        TransferNgo                     -       own      own   own own    own        own   -       managed by the caller
        VerifyNgo                       -       -        -     -   -      all        all   -
        ImportNgos                      -       -        -     -   -      all        all   -

        # Donations
        CreateDonation                  -       -        own   -   -      all        all   -       of a donor that the caller acts for
        ListDonations                   -       own      own   own own    all        all   -       of, to or offered to whom the caller acts for, or driven by the caller
        MapDonations                    -       own      own   own own    all        all   -       of, to or offered to whom the caller acts for, or driven by the caller
        GetDonation                     -       own      own   own own    all        all   -       of, to or offered to whom the caller acts for, or driven by the caller
        UpdateDonation                  -       -        own   -   -      all        all   -       of a donor that the caller acts for
        PublishDonation                 -       -        own   -   -      all        all   -       of a donor that the caller acts for
        WithdrawDonation                -       -        own   -   -      all        all   -       of a donor that the caller acts for
        CancelDonation                  -       -        own   -   -      all        all   -       of a donor that the caller acts for
        CreateDonationTemplate          -       -        own   -   -      all        all   -       of a donor that the caller acts for
        ListDonationTemplates           -       -        own   -   -      all        all   -       of a donor that the caller acts for
        GetDonationTemplate             -       -        own   -   -      all        all   -       of a donor that the caller acts for
        UpdateDonationTemplate          -       -        own   -   -      all        all   -       of a donor that the caller acts for
        EndDonationTemplate             -       -        own   -   -      all        all   -       of a donor that the caller acts for
        CreateCalendar                  -       own      own   own own    own        own   -       the caller's
        ListCalendars                   -       own      own   own own    own        own   -       the caller's
        DeleteCalendar                  -       own      own   own own    own        own   -       the caller's
        ReadCalendar                    own     own      own   own own    own        own   own     whose secret the address holds
        GetImpact                       -       own      own   own own    all        all   -       of whom the caller acts for
        GetImpactCsv                    -       own      own   own own    all        all   -       of whom the caller acts for
        GetReceipt                      -       own      own   own own    all        all   -       of a donor that the caller acts for
        GetReport                       -       own      own   own own    all        all   -       of an NGO that the caller acts for

        # Allocation
        StartAllocationRun              -       -        -     -   -      all        all   -
        ListAllocationRuns              -       -        -     -   -      all        all   -
        GetAllocationRun                -       -        -     -   -      all        all   -
        ListAllocations                 -       -        -     -   -      all        all   -
        ListAllocationExplanations      -       -        -     -   -      all        all   -
        GetAllocationRunStrategy        -       -        -     -   -      all        all   -
        GetFairness                     -       -        -     -   -      all        all   -
        CancelAllocationRun             -       -        -     -   -      all        all   -
        ListAllocationStrategies        -       -        -     -   -      all        all   -
        GetAllocationStrategy           -       -        -     -   -      all        all   -
        CreateAllocationStrategy        -       -        -     -   -      -          all   -
        ChooseAllocationStrategy        -       -        -     -   -      all        all   -

        # Orders. Which party may take which step when is in OrderTable.
        ListOrders                      -       own      own   own own    all        all   -       from, to or driven by the caller
        GetOrder                        -       own      own   own own    all        all   -       from, to or driven by the caller
        GetOrderHistory                 -       own      own   own own    all        all   -       from, to or driven by the caller
        AcceptOrder                     -       -        -     own -      -          all   -       to an NGO that the caller acts for
        DeclineOrder                    -       -        -     own -      -          all   -       to an NGO that the caller acts for
        WithdrawOrder                   -       -        -     own -      -          all   -       to an NGO that the caller acts for
        ConfirmOrder                    -       -        -     own -      -          all   -       to an NGO that the caller acts for
        CancelOrder                     -       own      own   own own    all        all   -       from a donor that the caller acts for
        FailOrder                       -       own      own   own own    all        all   -       driven by the caller
        AssignOrder                     -       -        -     -   -      all        all   -
        ReleaseOrder                    -       own      own   own own    all        all   -       driven by the caller
        ReportNoShow                    -       own      own   own own    all        all   -       from or to whom the caller acts for
        ReportIncident                  -       own      own   own own    all        all   -       from, to or driven by the caller

        # Drivers
        RegisterDriver                  -       -        -     -   own    -          own   -       the caller
        ListDrivers                     -       -        -     -   -      all        all   -
        GetMyDriver                     -       -        -     -   own    -          own   -       the caller
        UpdateMyDriver                  -       -        -     -   own    -          own   -       the caller
        SetMyShift                      -       -        -     -   own    -          own   -       the caller
        AddMyPositions                  -       -        -     -   own    -          own   -       the caller
        ListMyOffers                    -       -        -     -   own    -          own   -       in the caller's region, fit for the vehicle
        ListMyOrders                    -       -        -     -   own    -          own   -       driven by the caller
        ClaimOrder                      -       -        -     -   own    -          own   -       in the caller's region, fit for the vehicle
        ReleaseMyOrder                  -       -        -     -   own    -          own   -       driven by the caller
        PickUpOrder                     -       -        -     -   own    -          own   -       driven by the caller
        ReportNotThere                  -       -        -     -   own    -          own   -       driven by the caller
        DeliverOrder                    -       -        -     -   own    -          own   -       driven by the caller
        FailMyOrder                     -       -        -     -   own    -          own   -       driven by the caller

        # Chat. Who takes part in what follows from orders, places and drivers, in Standing.
        ListConversations               -       own     own   own own    all        all   -       in which the caller takes part, or took
        CountUnreadMessages             -       own     own   own own    own        own   -       the caller's
        GetOrderConversation            -       own     own   own own    all        all   -       in which the caller takes part, or took
        OpenDirectConversation          -       own     own   own own    own        own   -       with somebody who shares an order with the caller
        GetConversation                 -       own     own   own own    all        all   -       in which the caller takes part, or took; two people's own is theirs alone
        ListMessages                    -       own     own   own own    all        all   -       in which the caller takes part, or took; two people's own is theirs alone
        PostMessage                     -       own     own   own own    all        all   -       in which the caller takes part; two people's own is theirs alone
        ReadConversation                -       own     own   own own    all        all   -       in which the caller takes part, or took
        SearchMessages                  -       own     own   own own    own        own   -       in which the caller takes part, or took
        ReportMessage                   -       own     own   own own    all        all   -       that the caller may read
        ListBlocks                      -       own     own   own own    own        own   -       the caller's
        BlockPerson                     -       all     all   all all    all        all   -
        UnblockPerson                   -       all     all   all all    all        all   -
        ExportMyMessages                -       own     own   own own    own        own   -       the caller's
        EraseMyMessages                 -       own     own   own own    own        own   -       the caller's
        ListReports                     -       -       -     -   -      all        all   -
        GetReportContext                -       -       -     -   -      all        all   -
        DecideReport                    -       -       -     -   -      all        all   -
        ListSanctions                   -       -       -     -   -      all        all   -
        LiftSanction                    -       -       -     -   -      all        all   -
        HoldConversation                -       -       -     -   -      -          all   -
        ReleaseConversation             -       -       -     -   -      -          all   -

        # What processes ask of each other; topics are asked for with the listener's own token.
        accounts.v1.AccountsService/GetContacts       - - - - - - - all
        accounts.v1.AccountsService/GetAccount        - - - - - - - all
        drivers.v1.DriversService/GetDriverOfUser     - - - - - - - all
        donations.v1.DonationsService/GetDonations    - - - - - - - all
        donors.v1.DonorsService/GetDonors             - - - - - - - all
        ngos.v1.NgosService/GetNgos                   - - - - - - - all
        regions.v1.RegionsService/GetRegions          - - - - - - - all
        users.v1.UsersService/GetUsers                - - - - - - - all
        orders.v1.OrdersService/ListClaimableOrders   - - - - - - - all
        orders.v1.OrdersService/AssignOrder           - - - - - - - all
        orders.v1.OrdersService/ReleaseOrder          - - - - - - - all
        orders.v1.OrdersService/RecordPickup          - - - - - - - all
        orders.v1.OrdersService/RecordDelivery        - - - - - - - all
        orders.v1.OrdersService/RecordFailure         - - - - - - - all
        donations.v1.DonationsService/AuthorizeTopic  - own own own own all all own  as GetDonation
        donors.v1.DonorsService/AuthorizeTopic        - own own own own all all own  managed by the caller
        ngos.v1.NgosService/AuthorizeTopic            - own own own own all all own  managed by the caller
        orders.v1.OrdersService/AuthorizeTopic        - own own own own all all own  as GetOrder
        drivers.v1.DriversService/AuthorizeTopic      - own own own own all all own  the caller
        chat.v1.ChatService/AuthorizeTopic            - own own own own own own own  a board that the caller reads, or an order's conversation that they watch over
        chat.v1.ChatService/GetListeners              - own own own own own own own  where the caller may write
        """;

    private static readonly string[] Columns =
        [AccessRule.Anybody, AccessRule.Newcomer, Roles.Donor, Roles.Ngo, Roles.Driver, Roles.Dispatcher, Roles.Admin, Roles.Service];

    private static readonly Dictionary<string, AccessRule> ByAction = Rows(Table).ToDictionary(rule => rule.Action, StringComparer.Ordinal);

    /// <summary>Every row, in the order of the table.</summary>
    public static IReadOnlyCollection<AccessRule> Rules => ByAction.Values;

    /// <summary>The row of an action; null where there is none.</summary>
    public static AccessRule? Find(string action) => ByAction.GetValueOrDefault(action);

    /// <summary>Reads rows as the table above has them.</summary>
    /// <exception cref="FormatException">A row has too few cells or one that is none, or a condition that is missing or for nothing.</exception>
    internal static IEnumerable<AccessRule> Rows(string table)
    {
        var lines = table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!Words(lines[0]).SequenceEqual(Columns))
        {
            throw new FormatException($"The columns must be {string.Join(' ', Columns)}.");
        }

        return lines.Skip(1).Where(line => !line.StartsWith('#')).Select(Row);
    }

    private static AccessRule Row(string line)
    {
        var words = Words(line);
        if (words.Length <= Columns.Length)
        {
            throw new FormatException($"A row needs an action and {Columns.Length} cells: {line}");
        }

        var scopes = Columns.Zip(words.Skip(1)).ToDictionary(cell => cell.First, cell => cell.Second switch
        {
            "-" => Scope.None,
            "own" => Scope.Own,
            "all" => Scope.All,
            var other => throw new FormatException($"'{other}' is not -, own or all: {line}"),
        });
        var own = string.Join(' ', words.Skip(1 + Columns.Length));
        return scopes.ContainsValue(Scope.Own) == own.Length > 0
            ? new AccessRule(words[0], scopes, own)
            : throw new FormatException($"A row says what is one's own if, and only if, a cell is own: {line}");
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
